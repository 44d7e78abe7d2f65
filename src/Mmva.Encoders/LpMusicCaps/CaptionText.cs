namespace Mmva.Encoders;

/// <summary>The last step of Hugging Face's tokenizers: spaces that written English does not have are removed.</summary>
internal static class CaptionText
{
    private static readonly (string Spaced, string Clean)[] Cases =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" 's", "'s"), (" 've", "'ve"),
        (" 're", "'re"),
    ];

    public static string Clean(string text)
    {
        foreach (var (spaced, clean) in Cases) text = text.Replace(spaced, clean, StringComparison.Ordinal);
        return text;
    }
}

namespace Mmva.Parity;

/// <summary>Where the files lie that golden folders do not carry.</summary>
/// <param name="Pretrained">The weights of the compact towers; null for those of Mmva.Compact.</param>
/// <param name="Tokenizer">The folder with RoBERTa's vocab.json and merges.txt, where it was given.</param>
internal sealed record ParityOptions(string? Pretrained = null, string? Tokenizer = null)
{
    /// <summary>The folder of a compact tower's weights: in the folder that was given, else among what Mmva.Compact lays beside the program.</summary>
    public string PretrainedFolder(string tower) => Path.Combine(Pretrained ?? Path.Combine(AppContext.BaseDirectory, "mmva-compact"), tower);
}

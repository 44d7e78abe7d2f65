namespace Mmva.Encoders;

/// <summary>A text as token ids, its special tokens included.</summary>
/// <param name="Ids">The input of the model: the token that begins a text, the text, the token that ends it.</param>
/// <param name="TotalTokens">The number of tokens before truncation, special tokens included.</param>
public sealed record TokenizedText(int[] Ids, int TotalTokens)
{
    /// <summary>Whether the end of the text was omitted.</summary>
    public bool Truncated => TotalTokens > Ids.Length;
}

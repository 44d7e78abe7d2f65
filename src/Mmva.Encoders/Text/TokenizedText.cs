namespace Mmva.Encoders;

/// <summary>A text as token ids, its special tokens included.</summary>
/// <param name="Ids">What the model takes: the token that begins a text, the text, the token that ends it.</param>
/// <param name="TotalTokens">Tokens before the text was cut, the special ones included.</param>
public sealed record TokenizedText(int[] Ids, int TotalTokens)
{
    /// <summary>Whether the end of the text was left out.</summary>
    public bool Truncated => TotalTokens > Ids.Length;
}

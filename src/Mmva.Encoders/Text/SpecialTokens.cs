namespace Mmva.Encoders;

/// <summary>
/// The common part of the tokenizers: special tokens that are written in a text become those tokens, and a text begins and ends with one.
/// </summary>
/// <param name="ids">By token; all begin with the same character.</param>
/// <param name="start">The token that begins a text.</param>
/// <param name="end">The token that ends it, also if it is truncated.</param>
internal sealed class SpecialTokens(IReadOnlyDictionary<string, int> ids, string start, string end)
{
    private readonly string[] _tokens = [.. ids.Keys];

    /// <summary>Tokenizes a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The number of tokens to which the text is truncated, at least 2.</param>
    /// <param name="encode">
    /// Returns the ids of a part without special tokens; its second argument is the token that follows the part, or null.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2.</exception>
    public TokenizedText Tokenize(string text, int maxLength, Func<string, string?, IReadOnlyList<int>> encode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        List<int> result = [ids[start]];
        for (var at = 0; at < text.Length;)
        {
            var (next, token) = Find(text, at);
            if (next > at) result.AddRange(encode(text[at..next], token));
            if (token is not null) result.Add(ids[token]);
            at = next + (token?.Length ?? 0);
        }
        var total = result.Count + 1;
        if (total > maxLength) result.RemoveRange(maxLength - 1, result.Count - (maxLength - 1));
        result.Add(ids[end]);
        return new([.. result], total);
    }

    private (int At, string? Token) Find(string text, int from)
    {
        var opening = _tokens[0][0];
        for (var at = text.IndexOf(opening, from); at >= 0; at = text.IndexOf(opening, at + 1))
            foreach (var token in _tokens)
                if (text.AsSpan(at).StartsWith(token, StringComparison.Ordinal)) return (at, token);
        return (text.Length, null);
    }
}

namespace Mmva.Encoders;

/// <summary>Rates the next token of several texts at once, the same number of them for each chunk of audio.</summary>
internal interface ITextDecoder
{
    /// <summary>Tokens that can follow.</summary>
    int Vocabulary { get; }

    /// <summary>Adds one token to each text.</summary>
    /// <param name="tokens">The tokens, those of one chunk after another.</param>
    /// <param name="parents">For each of them, the index (at the last call) of the text that it continues; at the first call, its own index.</param>
    /// <param name="logits">[texts, vocabulary]; written.</param>
    void Next(long[] tokens, long[] parents, Span<float> logits);

    /// <summary>Removes chunks.</summary>
    /// <param name="kept">The indices of the others, in order.</param>
    void Keep(IReadOnlyList<int> kept);
}

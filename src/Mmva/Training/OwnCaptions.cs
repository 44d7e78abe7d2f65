namespace Mmva.Training;

/// <summary>Matches each piece of music with one of its own captions, as in the paper.</summary>
public sealed class OwnCaptions : ICaptionMatching
{
    private readonly int[][] _captions;

    /// <summary>Matches caption i with piece i.</summary>
    /// <param name="count">The number of pieces.</param>
    public OwnCaptions(int count) : this([.. Enumerable.Range(0, count).Select(i => new[] { i })]) { }

    /// <summary>Matches each piece with one of several captions, drawn at random.</summary>
    /// <param name="captions">The indices of each piece's captions in the caption set; at least one per piece.</param>
    /// <exception cref="ArgumentException">A piece has no caption.</exception>
    public OwnCaptions(IReadOnlyList<IReadOnlyList<int>> captions)
    {
        _captions = [.. captions.Select(c => c.ToArray())];
        if (Array.FindIndex(_captions, c => c.Length == 0) is var piece and >= 0)
            throw new ArgumentException($"Piece {piece} has no caption: omit it, or use {nameof(CaptionsByEmotion)}.", nameof(captions));
    }

    /// <inheritdoc/>
    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        for (var i = 0; i < music.Length; i++)
        {
            var own = _captions[music[i]];
            captions[i] = own.Length == 1 ? own[0] : own[random.Next(own.Length)];
        }
    }
}

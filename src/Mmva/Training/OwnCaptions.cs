namespace Mmva.Training;

/// <summary>Every piece of music has captions of its own, as in the paper; where it has several, one of them is drawn.</summary>
public sealed class OwnCaptions : ICaptionMatching
{
    private readonly int[][] _captions;

    /// <summary>Caption i belongs to piece i.</summary>
    /// <param name="count">Pieces of music.</param>
    public OwnCaptions(int count) : this([.. Enumerable.Range(0, count).Select(i => new[] { i })]) { }

    /// <summary>Takes the captions of each piece.</summary>
    /// <param name="captions">For each piece the places of its captions in the caption set; at least one.</param>
    /// <exception cref="ArgumentException">A piece has no caption.</exception>
    public OwnCaptions(IReadOnlyList<IReadOnlyList<int>> captions)
    {
        _captions = [.. captions.Select(c => c.ToArray())];
        if (Array.FindIndex(_captions, c => c.Length == 0) is var piece and >= 0) throw new ArgumentException($"Piece {piece} has no caption; match captions by emotion, or leave it out.", nameof(captions));
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

namespace Mmva.Training;

/// <summary>Chooses captions for pieces of music.</summary>
public interface ICaptionMatching
{
    /// <summary>Chooses one caption for each piece of a batch.</summary>
    /// <param name="music">Places in the music set.</param>
    /// <param name="captions">Receives as many places in the caption set.</param>
    /// <param name="random">The trainer's random numbers; the only source of chance that may be used.</param>
    void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random);
}

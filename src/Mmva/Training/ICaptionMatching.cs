namespace Mmva.Training;

/// <summary>Chooses captions for pieces of music.</summary>
public interface ICaptionMatching
{
    /// <summary>Chooses one caption for each piece of a batch.</summary>
    /// <param name="music">Indices into the music set.</param>
    /// <param name="captions">Receives one index into the caption set per piece.</param>
    /// <param name="random">The trainer's random numbers, from which all randomness must come.</param>
    void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random);
}

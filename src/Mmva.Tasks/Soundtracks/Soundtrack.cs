namespace Mmva;

/// <summary>Which track plays while which pictures are shown.</summary>
/// <param name="Parts">The parts in order, each with its own track; they cover all pictures without gaps.</param>
/// <param name="Score">The mean similarity (Eq. 1) of the pictures and the music that plays with them, weighted by the pictures' lengths.</param>
/// <param name="Gap">
/// How much higher the plan's value per picture (scores less the cost of changes) could be at most; 0 if no better plan exists.
/// </param>
/// <param name="Notices">What a reader should know, such as tracks that are played more than once in a row; empty for nothing.</param>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed record Soundtrack(IReadOnlyList<SoundtrackPart> Parts, double Score, double Gap, IReadOnlyList<string> Notices)
{
    /// <summary>The duration of everything.</summary>
    public TimeSpan Length => Parts[^1].End;

    /// <summary>How often the track changes.</summary>
    public int Changes => Parts.Count - 1;

    /// <summary>All pictures in order.</summary>
    public IEnumerable<SoundtrackSlide> Slides => Parts.SelectMany(part => part.Slides);

    /// <summary>The length by which adjacent tracks overlap.</summary>
    public TimeSpan Crossfade { get; init; }

    /// <summary>The length of the fade at the end.</summary>
    public TimeSpan FadeOut { get; init; }

    /// <summary>The video whose shots these are, or <see langword="null"/> for pictures.</summary>
    public string? Video => Parts[0].Slides[0].Picture is { VideoStart: not null, Path: var path } ? path : null;
}

/// <summary>A part of a soundtrack: one track, from its beginning.</summary>
/// <param name="Track">The track.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When the next one starts, or the soundtrack ends.</param>
/// <param name="Score">The mean similarity (Eq. 1) of its pictures and the track, weighted by the pictures' lengths.</param>
/// <param name="Plays">How often the track is played in a row: more than once only if no choice of longer tracks covers the pictures.</param>
/// <param name="Slides">Its pictures.</param>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed record SoundtrackPart(
    SoundtrackTrack Track, TimeSpan Start, TimeSpan End, double Score, int Plays, IReadOnlyList<SoundtrackSlide> Slides)
{
    /// <summary>The duration.</summary>
    public TimeSpan Length => End - Start;
}

/// <summary>A picture at its time.</summary>
/// <param name="Picture">The picture or shot.</param>
/// <param name="Start">When it appears.</param>
/// <param name="End">When the next one appears.</param>
/// <param name="Score">Its similarity (Eq. 1) to the music.</param>
public sealed record SoundtrackSlide(SoundtrackPicture Picture, TimeSpan Start, TimeSpan End, double Score);

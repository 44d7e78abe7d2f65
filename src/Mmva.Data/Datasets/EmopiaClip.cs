namespace Mmva.Data;

/// <summary>A quadrant of the emotion plane; the numbers are those of EMOPIA.</summary>
public enum EmopiaQuadrant
{
    /// <summary>High valence, high arousal (Q1).</summary>
    PleasantExcited = 1,

    /// <summary>Low valence, high arousal (Q2).</summary>
    UnpleasantExcited = 2,

    /// <summary>Low valence, low arousal (Q3).</summary>
    UnpleasantCalm = 3,

    /// <summary>High valence, low arousal (Q4).</summary>
    PleasantCalm = 4,
}

/// <summary>A clip of a piano performance with a weak label: the quadrant of the emotion plane that its rater chose.</summary>
/// <param name="Id">The name without folder and extension, as in <c>Q1_0vLPYiPN7qY_0</c>: Latin letters, digits, hyphens and underscores only, so that it can name a file.</param>
/// <param name="Quadrant">The quadrant.</param>
/// <param name="Song">The YouTube id of the song.</param>
/// <param name="Archive">The archive that holds the clip.</param>
/// <param name="Entry">The clip's full name in the archive.</param>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed record EmopiaClip(string Id, EmopiaQuadrant Quadrant, string Song, string Archive, string Entry)
{
    /// <summary>The song, as in <c>emopia/0vLPYiPN7qY</c>: its clips must stay on one side of a split.</summary>
    public string Group => $"emopia/{Song}";

    /// <summary>Whether valence is in the upper half.</summary>
    public bool IsPleasant => Quadrant is EmopiaQuadrant.PleasantExcited or EmopiaQuadrant.PleasantCalm;

    /// <summary>Whether arousal is in the upper half.</summary>
    public bool IsExcited => Quadrant is EmopiaQuadrant.PleasantExcited or EmopiaQuadrant.UnpleasantExcited;

    /// <summary>A point of the quadrant that stands for the label. A quadrant is no continuous rating: how far from the centre the point lies is for the caller to choose.</summary>
    /// <param name="distance">How far valence and arousal each lie from 0.5, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is out of its range.</exception>
    public ValenceArousal EmotionAt(float distance)
    {
        if (!(distance > 0 && distance <= 0.5f)) throw new ArgumentOutOfRangeException(nameof(distance), distance, "The distance from the centre must be above 0 and at most 0.5.");
        return new(IsPleasant ? 0.5f + distance : 0.5f - distance, IsExcited ? 0.5f + distance : 0.5f - distance);
    }

    /// <summary>Reads the performance from the archive: a Standard MIDI File, of which only size, checksum and signature have been checked.</summary>
    /// <exception cref="DatasetException">The archive is missing or damaged, or the clip is missing, too large, or no MIDI file.</exception>
    public byte[] ReadMidi() => EmopiaDataset.ReadMidi(this);
}

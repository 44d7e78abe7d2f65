namespace Mmva.Data;

/// <summary>A quadrant of the valence-arousal plane; the values are EMOPIA's.</summary>
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

/// <summary>A clip of a piano performance with a weak label: the quadrant of the valence-arousal plane that its rater chose.</summary>
/// <param name="Id">
/// The name without folder and extension, such as <c>Q1_0vLPYiPN7qY_0</c>: ASCII letters, digits, hyphens and underscores only, so that it is a valid
/// file name.
/// </param>
/// <param name="Quadrant">The quadrant.</param>
/// <param name="Song">The YouTube id of the song.</param>
/// <param name="Archive">The archive that contains the clip.</param>
/// <param name="Entry">The clip's full name in the archive.</param>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed record EmopiaClip(string Id, EmopiaQuadrant Quadrant, string Song, string Archive, string Entry)
{
    /// <summary>The group key of the song, such as <c>emopia/0vLPYiPN7qY</c>: its clips must stay on one side of a split.</summary>
    public string Group => $"emopia/{Song}";

    /// <summary>Whether valence is in the upper half.</summary>
    public bool IsPleasant => Quadrant is EmopiaQuadrant.PleasantExcited or EmopiaQuadrant.PleasantCalm;

    /// <summary>Whether arousal is in the upper half.</summary>
    public bool IsExcited => Quadrant is EmopiaQuadrant.PleasantExcited or EmopiaQuadrant.UnpleasantExcited;

    /// <summary>
    /// Returns a point of the quadrant that represents the label. A quadrant is not a rating: the caller chooses the distance from the center.
    /// </summary>
    /// <param name="distance">The distance of valence and of arousal from 0.5, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is out of its range.</exception>
    public ValenceArousal EmotionAt(float distance)
    {
        if (!(distance > 0 && distance <= 0.5f))
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "The distance from the center must be above 0 and at most 0.5.");
        return new(IsPleasant ? 0.5f + distance : 0.5f - distance, IsExcited ? 0.5f + distance : 0.5f - distance);
    }

    /// <summary>Reads the performance from the archive: a Standard MIDI File, of which only size, checksum and signature are checked.</summary>
    /// <exception cref="DatasetException">The archive is missing or damaged, or the clip is missing, too large, or not a MIDI file.</exception>
    public byte[] ReadMidi() => Datasets.ReadEmopiaMidi(this);
}

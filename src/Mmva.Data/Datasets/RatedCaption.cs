namespace Mmva.Data;

/// <summary>The source of the text of a <see cref="RatedCaption"/>.</summary>
public enum CaptionKind
{
    /// <summary>A caption of MusicCaps, which a musician wrote for a clip (in the table <c>musiccaps</c>).</summary>
    MusicCaps,

    /// <summary>A template of a prompt for music generation, filled at random (<c>prompt</c>).</summary>
    Prompt,

    /// <summary>A made-up caption in the style of programs that describe music (<c>caption</c>).</summary>
    Caption,

    /// <summary>A made-up text, such as a user might type to search for music (<c>query</c>).</summary>
    Query,
}

/// <summary>A text about music, a scene or a feeling, with two ratings by a language model.</summary>
/// <param name="Id">The name in its data set.</param>
/// <param name="Kind">The source of the text.</param>
/// <param name="Topic">What a query is about: <c>music</c>, <c>scene</c>, <c>feeling</c> or <c>mixed</c>; empty for the other kinds.</param>
/// <param name="Text">The text.</param>
/// <param name="First">The rating of the model's first pass over the set, in [0, 1].</param>
/// <param name="Second">The rating of its second pass, in another order, in [0, 1].</param>
/// <param name="Group">
/// The kind and a key, such as <c>query/qb-034</c>. The key is the YouTube id for MusicCaps, so that all clips of a video stay on one side of a
/// split, and the id for the others.
/// </param>
/// <remarks>
/// No person rated these texts: a language model did, which read the text and heard no music. The agreement of its two passes shows how consistent
/// one model is, not how accurate it is. Valence and arousal are on its scale from 0 (very negative, still) to 1 (very positive, very energetic),
/// without conversion. Immutable; safe to read from several threads.
/// </remarks>
public sealed record RatedCaption(string Id, CaptionKind Kind, string Topic, string Text, ValenceArousal First, ValenceArousal Second, string Group)
{
    /// <summary>The mean of the two passes, in [0, 1].</summary>
    public ValenceArousal Emotion => new((First.Valence + Second.Valence) / 2, (First.Arousal + Second.Arousal) / 2);

    /// <summary>Converts the text and the mean of the two passes to the type of the data sets that people rated.</summary>
    public RatedItem ToRatedItem() => new(Id, Text, Emotion, Group);
}

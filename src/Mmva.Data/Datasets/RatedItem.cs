namespace Mmva.Data;

/// <summary>A picture, a piece of music or a text with the mean rating that people gave it.</summary>
/// <param name="Id">The name in its data set.</param>
/// <param name="Content">The path of the media file, or the text itself.</param>
/// <param name="Emotion">The rating, brought to [0, 1] by the ends of the data set's scale.</param>
/// <param name="Group">Items that share a theme, a song, a game, a document or a word stem share this key, and must stay on one side of a split.
/// It begins with the data set's name, so that keys of several sets do not collide.</param>
public sealed record RatedItem(string Id, string Content, ValenceArousal Emotion, string Group)
{
    /// <summary>The data set that the item comes from: its group key up to the first slash; empty where there is none.</summary>
    public string DataSet => Group.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? Group[..end] : "";
}

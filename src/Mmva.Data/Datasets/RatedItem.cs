namespace Mmva.Data;

/// <summary>An image, a piece of music or a text with its mean rating by people.</summary>
/// <param name="Id">The name in its data set.</param>
/// <param name="Content">The path of the media file, or the text itself.</param>
/// <param name="Emotion">The rating, converted to [0, 1] from the data set's scale.</param>
/// <param name="Group">
/// The key shared by items of one theme, song, game, document or word stem, which must stay on one side of a split. It starts with the data set's
/// name, so that keys of several sets do not collide.
/// </param>
public sealed record RatedItem(string Id, string Content, ValenceArousal Emotion, string Group)
{
    /// <summary>A caption of the image or music, or <see langword="null"/> for none.</summary>
    public string? Caption { get; init; }

    /// <summary>The data set of the item: its group key up to the first slash, or an empty string if there is none.</summary>
    public string DataSet => Group.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? Group[..end] : "";
}

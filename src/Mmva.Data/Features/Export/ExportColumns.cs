namespace Mmva.Data;

/// <summary>The names of columns in the tables of an export.</summary>
public static class ExportColumns
{
    /// <summary>The index of the row, from 0: also that of its features in <c>features.safetensors</c>.</summary>
    public const string Row = "row";
    /// <summary><see cref="ExportedItem.Id"/>.</summary>
    public const string Id = "id";
    /// <summary><see cref="ExportedItem.Content"/>.</summary>
    public const string Content = "content";
    /// <summary><see cref="ExportedItem.Group"/>.</summary>
    public const string Group = "group";
    /// <summary><see cref="ExportedItem.Valence"/>.</summary>
    public const string Valence = "valence";
    /// <summary><see cref="ExportedItem.Arousal"/>.</summary>
    public const string Arousal = "arousal";
    /// <summary>The features, layers × width values, layer by layer.</summary>
    public const string Features = "features";

    /// <summary>All but <see cref="Features"/>, in the order in which they are written.</summary>
    public static IReadOnlyList<string> OfItems { get; } = [Row, Id, Content, Group, Valence, Arousal];
}

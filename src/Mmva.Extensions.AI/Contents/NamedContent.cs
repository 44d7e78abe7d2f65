using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>A content with its name in error messages.</summary>
internal sealed record NamedContent(DataContent Content, string Name)
{
    /// <exception cref="ArgumentException">One of the contents is null.</exception>
    public static NamedContent At(DataContent? content, int index) => content is null
        ? throw new ArgumentException($"Content {index} is null.", nameof(content))
        : new(content, DataContents.NameOf(content, index));

    public override string ToString() => Name;
}

using IndexLibrary.Files;
using Mmva;

namespace IndexLibrary.Indexing;

/// <summary>What became of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Id">The id of its content, or null if it failed.</param>
/// <param name="Item">Its place on the emotion plane; null where the content was in the index already.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record Outcome(LibraryFile File, string? Id, EmotionItem? Item, string? Failure)
{
    public static Outcome Failed(LibraryFile file, string reason) => new(file, null, null, reason);
}

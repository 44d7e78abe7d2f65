using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>A data set on which others report figures, with the ways in which it is split.</summary>
/// <param name="Name">The word of the command line.</param>
/// <param name="Title">The name of the data set.</param>
/// <param name="Modality">What is rated: music or captions, which any text is.</param>
/// <param name="Items">All rated items, whether or not their files exist.</param>
/// <param name="Protocols">The splits to report, most usual first.</param>
internal sealed record Benchmark(
    string Name, string Title, Modality Modality, IReadOnlyList<RatedItem> Items, IReadOnlyList<Protocol> Protocols)
{
    /// <summary>What an item is called in sentences, in the plural.</summary>
    public string What => Modality == Modality.Music ? "songs" : "sentences";
}

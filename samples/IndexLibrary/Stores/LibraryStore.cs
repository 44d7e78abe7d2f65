using Mmva.Tasks.Retrieval;

namespace IndexLibrary.Stores;

/// <summary>The index and the catalogue of its files.</summary>
/// <param name="Index">Where the contents lie on the emotion plane.</param>
/// <param name="Catalogue">Which files have these contents.</param>
/// <param name="SaveAsync">Makes what was written to the index last.</param>
/// <param name="SaveInterval">How often that is worth its time.</param>
internal sealed record LibraryStore(IEmotionIndex Index, FileCatalogue Catalogue, Func<CancellationToken, Task> SaveAsync, TimeSpan SaveInterval);

using Mmva;

namespace IndexLibrary.Stores;

/// <summary>The index and the catalogue of its files.</summary>
internal class LibraryStore(IEmotionIndex index, FileCatalogue catalogue) : IAsyncDisposable
{
    /// <summary>Where the contents lie on the emotion plane.</summary>
    public IEmotionIndex Index => index;

    /// <summary>Which files have these contents.</summary>
    public FileCatalogue Catalogue => catalogue;

    /// <summary>How often recording what is done is worth its time.</summary>
    public virtual TimeSpan SaveInterval => TimeSpan.FromSeconds(1);

    /// <summary>Makes what was written to the index last; a database needs nothing.</summary>
    public virtual Task SaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual ValueTask DisposeAsync() => catalogue.DisposeAsync();
}

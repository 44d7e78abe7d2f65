using IndexLibrary.Stores;
using Mmva;

namespace IndexLibrary.Indexing;

/// <summary>Brings index and catalogue up to date together: what is in the catalogue is in the index, whenever the program ends.</summary>
internal sealed class Recorder(LibraryStore store)
{
    /// <summary>Records what became of files.</summary>
    /// <returns>Contents that left the index after their files were read: these files are not recorded.</returns>
    public Task<IReadOnlySet<string>> RecordAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken) => WriteAsync(async writer =>
    {
        var contents = new Dictionary<string, EmotionItem?>();
        foreach (var outcome in outcomes)
        {
            var before = outcome.Id is null ? await writer.RemoveAsync(outcome.File.Path, cancellationToken) : await writer.PutAsync(outcome.File, outcome.Id, cancellationToken);
            if (before is not null) contents.TryAdd(before, null);
            if (outcome.Failure is not null) await writer.FailAsync(outcome.File.Path, outcome.Failure, cancellationToken);
            if (outcome.Id is not null) contents[outcome.Id] = outcome.Item ?? contents.GetValueOrDefault(outcome.Id);
        }
        return contents;
    }, cancellationToken);

    /// <summary>Records that files are gone.</summary>
    public Task RemoveAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken) => WriteAsync(async writer =>
    {
        var contents = new Dictionary<string, EmotionItem?>();
        foreach (var path in paths)
            if (await writer.RemoveAsync(path, cancellationToken) is { } id) contents[id] = null;
        return contents;
    }, cancellationToken);

    private async Task<IReadOnlySet<string>> WriteAsync(Func<CatalogueWriter, Task<Dictionary<string, EmotionItem?>>> change, CancellationToken cancellationToken)
    {
        var lost = new HashSet<string>();
        await Patience.WithDatabaseAsync(async _ =>
        {
            lost.Clear();
            await using var writer = await store.Catalogue.WriteAsync(cancellationToken);
            var (kept, gone) = (new List<EmotionItem>(), new List<string>());
            foreach (var (id, embedded) in await change(writer))
            {
                var paths = await writer.PathsOfAsync(id, cancellationToken);
                if (paths.Copies == 0) gone.Add(id);
                else if ((embedded ?? await store.Index.FindAsync(id, cancellationToken)) is not { } item)
                {
                    lost.Add(id);
                    await writer.ForgetAsync(id, cancellationToken);
                }
                else if (paths.ToJson() is var payload && (embedded is not null || item.Payload != payload)) kept.Add(item with { Payload = payload });
            }
            await store.Index.UpsertAsync(kept, cancellationToken);
            await store.Index.RemoveAsync(gone, cancellationToken);
            await store.SaveAsync(cancellationToken);
            await writer.CommitAsync(cancellationToken);
        }, cancellationToken);
        return lost;
    }
}

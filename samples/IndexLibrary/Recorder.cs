using Mmva;

namespace IndexLibrary;

/// <summary>Updates index and catalogue together: what is in the catalogue is in the index, whenever the program ends.</summary>
internal sealed class Recorder(LibraryStore store)
{
    private const int RemovedAtOnce = 1000;

    /// <returns>
    /// Contents that left the index after their files were read: these files are not recorded. And the paths whose content is the same as before.
    /// </returns>
    public async Task<(IReadOnlySet<string> Lost, IReadOnlySet<string> Same)> RecordAsync(
        IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken)
    {
        var same = new HashSet<string>();
        var lost = await WriteAsync(async writer =>
        {
            same.Clear();
            var contents = new Dictionary<string, EmotionItem?>();
            foreach (var outcome in outcomes)
            {
                var (file, id, item, failure) = outcome;
                // of a file that cannot be read nothing is known: it may be there again when its disk is
                var before = id is not null ? await writer.PutAsync(file, id) : outcome.IsUnread ? null : await writer.RemoveAsync(file.Path);
                if (before is not null) contents.TryAdd(before, null);
                if (before is not null && before == id) same.Add(file.Path);
                if (failure is not null) await writer.FailAsync(file.Path, failure);
                if (id is not null) contents[id] = item ?? contents.GetValueOrDefault(id);
            }
            return contents;
        }, cancellationToken);
        return (lost, same);
    }

    /// <summary>Removes files; at the end of a run, so that a moved file is recognized by its content and not encoded again.</summary>
    public async Task RemoveAsync(IReadOnlyList<string> gone, CancellationToken cancellationToken)
    {
        foreach (var paths in gone.Chunk(RemovedAtOnce))
            await WriteAsync(async writer =>
            {
                var contents = new Dictionary<string, EmotionItem?>();
                foreach (var path in paths)
                    if (await writer.RemoveAsync(path) is { } id) contents[id] = null;
                return contents;
            }, cancellationToken);
    }

    private async Task<IReadOnlySet<string>> WriteAsync(
        Func<FileCatalogue.Writer, Task<Dictionary<string, EmotionItem?>>> change, CancellationToken cancellationToken)
    {
        var lost = new HashSet<string>();
        await store.Catalogue.WriteAsync(async writer =>
        {
            lost.Clear();
            var (kept, gone) = (new List<EmotionItem>(), new List<string>());
            foreach (var (id, predicted) in await change(writer))
            {
                var paths = await writer.PathsOfAsync(id);
                if (paths.Copies == 0) gone.Add(id);
                else if ((predicted ?? await store.Index.FindAsync(id, cancellationToken)) is not { } item)
                {
                    lost.Add(id);
                    await writer.ForgetAsync(id);
                }
                else if (Payload(paths, item) is var payload && (predicted is not null || item.Payload != payload))
                    kept.Add(item with { Payload = payload });
            }
            await store.Index.UpsertAsync(kept, cancellationToken);
            await store.Index.RemoveAsync(gone, cancellationToken);
            await store.SaveAsync(cancellationToken);
        }, cancellationToken);
        return lost;
    }

    private string Payload(ItemPaths paths, EmotionItem item) =>
        (paths with { Excerpt = item.Modality == Modality.Music ? store.ListensTo : null }).ToJson();
}

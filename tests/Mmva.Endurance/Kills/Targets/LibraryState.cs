using IndexLibrary;
using Mmva.Endurance.Kills.Children;
using Mmva.PostgreSql.Tests.Samples;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>A library of small files, and what a store holds of it.</summary>
internal sealed class LibraryState : IDisposable
{
    private const int Pictures = 300, Copies = 20, Tones = 20;
    private const double ToneSeconds = 0.3;

    private readonly MediaLibrary _library = new();

    public LibraryState()
    {
        for (var i = 0; i < Pictures; i++) _library.Picture($"a{i / 50}/picture {i}.png", i);
        for (var i = 0; i < Copies; i++) _library.Picture($"copies/picture {i}.png", 3 * i);
        for (var i = 0; i < Tones; i++) _library.Tone($"music/tone {i}.wav", i, ToneSeconds);
    }

    public string Folder => _library.Folder;

    /// <summary>Everything in the store, sorted: items and files as rows.</summary>
    public async Task<(List<string> Items, List<string> Files, List<string> Wrong)> ReadAsync((StoreKind Kind, string Address) address)
    {
        await using var services = IndexChild.Services(address);
        await using var store = await LibraryStore.OpenAsync(services, address, default);
        var (items, paths) = (new List<string>(), new HashSet<string>());
        var ids = new HashSet<string>();
        await foreach (var item in store.Index.ItemsAsync())
        {
            ids.Add(item.Id);
            items.Add(
                $"{item.Id} {item.Modality} {BitConverter.SingleToInt32Bits(item.Emotion.Valence):x} "
                + $"{BitConverter.SingleToInt32Bits(item.Emotion.Arousal):x} "
                + $"{item.Payload} {string.Join(' ', item.Embedding.ToArray().Select(BitConverter.SingleToInt32Bits))}");
            foreach (var path in ItemPaths.FromJson(item.Payload)!.Paths) paths.Add(path);
        }
        var files = await store.Catalogue.BelowAsync(Folder, default);
        var wrong = new List<string>();
        // what the catalogue has is in the index, with its path
        foreach (var (path, (_, id)) in files)
            if (!ids.Contains(id) || !paths.Contains(path)) wrong.Add($"{path} is in the catalogue, not in the index");
        if (ids.Count != items.Count) wrong.Add($"{items.Count} items have {ids.Count} ids");
        items.Sort(StringComparer.Ordinal);
        List<string> rows = [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value.File} {file.Value.Id}")];
        return (items, rows, wrong);
    }

    public void Dispose() => _library.Dispose();
}

using System.Diagnostics;
using DemoMedia;
using Mmva.Data;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Kills.Targets;
using Mmva.Endurance.Running;
using Mmva.Tasks;
using Mmva.WeightFiles;

namespace Mmva.Endurance.Disks;

/// <summary>Everything that writes: the areas of <c>kill</c>, writers of the library, and samples.</summary>
internal static class DiskCases
{
    private static readonly Lazy<string> Media = new(CreateMedia);

    private static readonly (string Name, Func<DiskCase> Create)[] All =
    [
        ("training", () => new ResumedCase(new TrainingTarget())),
        ("cache", () => new ResumedCase(new CacheTarget(), ".features")), // complete files of the cache
        ("index-file", () => new ResumedCase(new IndexTarget("file"), ".files", ".files-journal")),
        ("index-sqlite", () => new ResumedCase(new IndexTarget("sqlite"), ".db", ".db-wal", ".db-shm", ".files", ".files-journal")),
        ("catalogue", () => new ResumedCase(new CatalogueTarget(), ".partial")),
        ("download", () => new ResumedCase(new DownloadTarget(), ".locks/", ".part", ".etag", "part-0.bin", "part-1.bin")),
        ("model", () => new WriterCase("model", "model.safetensors", path => Now(() => Model().Save(path)))),
        ("index-save", () => new WriterCase("index-save", "saved.index", SaveIndexAsync)),
        ("m3u8", () => new WriterCase("m3u8", "long.m3u8", path => Now(() => M3uFile.Write(path, Tracks(), "long")))),
        ("smart-playlist", () => new WriterCase(
            "smart-playlist", "calm.nsp", path => Now(() => new SmartPlaylist("calm", MoodMix.All[0].Region).Write(path)))),
        ("generated-music", () => new WriterCase(
            "generated-music", "music.wav", path => Now(() => new GeneratedMusic(new byte[100_000], "audio/wav", TimeSpan.Zero).Save(path)))),
        ("export-features", () => new WriterCase("export-features", "export", ExportAsync)),
        ("Playlist", () => Sample(
            "Playlist", _ => Task.CompletedTask,
            folder => [Path.Combine(Media.Value, "music"), "--mix", "chill", "--out", Path.Combine(folder, "a.m3u8")], true)),
        ("MoodTags", () => Sample(
            "MoodTags", CopyTagged, folder => [folder, "--overwrite", "--undo-list", Path.Combine(folder, "undo.jsonl"), "--cache", "none"], false,
            file => file == "undo.jsonl")),
        ("Soundtrack", () => Sample(
            "Soundtrack", _ => Task.CompletedTask,
            folder =>
            [
                Path.Combine(Media.Value, "photos"), Path.Combine(Media.Value, "music"), "-o", Path.Combine(folder, "out"), "--video",
                "--size", "320x240", "--export", "all",
            ], true)),
        ("VideoSummary", () => Sample(
            "VideoSummary", _ => Task.CompletedTask,
            folder =>
            [
                Path.Combine(Media.Value, "video.mp4"), "-o", Path.Combine(folder, "out"), "--cut", "--share", "0.4", "--export", "all",
            ], true)),
    ];

    public static IEnumerable<string> Names => All.Select(one => one.Name);

    public static DiskCase Create(string name) => All.First(one => one.Name == name).Create();

    private static SampleCase Sample(
        string name, Func<string, Task> prepare, Func<string, string[]> arguments, bool isRunBefore, Func<string, bool>? mayDiffer = null) =>
        new(name, prepare, folder =>
        {
            var start = BuiltProgram.Start("samples", name, arguments(folder));
            start.WorkingDirectory = Media.Value;
            start.Environment["XDG_CACHE_HOME"] = Path.Combine(Media.Value, ".cache");
            return start;
        }, isRunBefore, mayDiffer);

    private static Task Now(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static MmvaModel Model() => new(new MmvaModelOptions
    {
        Image = new(1, 64), Music = new(3, 96), Caption = new(2, 80), EmbeddingWidth = 64, HiddenWidth = 128,
    }, seed: 1);

    private static async Task SaveIndexAsync(string path)
    {
        var random = new Random(1);
        var index = new InMemoryEmotionIndex();
        await index.AddAsync([.. Enumerable.Range(0, 5000).Select(
            i => new EmotionItem($"item {i}", Modality.Music, new(random.NextSingle(), random.NextSingle()), $"payload {i}"))]);
        await index.SaveAsync(path);
    }

    private static List<TrackInfo> Tracks() =>
        [.. Enumerable.Range(0, 2000).Select(i =>
            new TrackInfo($"/music/folder/track {i}.mp3", TimeSpan.FromSeconds(i), "An artist", $"A title {i}"))];

    private static async Task ExportAsync(string folder)
    {
        var encoder = new SlowTextEncoder();
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"text {i}")];
        var features = await encoder.EncodeAsync(texts);
        var items = texts.Select(text => new RatedItem(text, text, new ValenceArousal(0.5f, 0.5f), text)).ToList();
        using var set = FeatureSet.Of(encoder.Metadata, features, items);
        await new FeatureExport(set).WriteAsync(folder);
    }

    private static string CreateMedia()
    {
        var folder = Directory.CreateTempSubdirectory("mmva-disk-media-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var (music, photos) = (Directory.CreateDirectory(Path.Combine(folder, "music")), Directory.CreateDirectory(Path.Combine(folder, "photos")));
        DemoTracks.Write(music.FullName);
        DemoPictures.Write(photos.FullName);
        Ffmpeg(
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=12", "-f", "lavfi", "-i", "sine=duration=12", "-shortest",
            Path.Combine(folder, "video.mp4"));
        var tagged = Directory.CreateDirectory(Path.Combine(folder, "tagged")).FullName;
        var source = Directory.GetFiles(music.FullName)[0];
        foreach (var extension in new[] { "mp3", "flac", "ogg", "m4a" }) Ffmpeg("-i", source, Path.Combine(tagged, "track." + extension));
        return folder;
    }

    private static Task CopyTagged(string folder) => Now(() =>
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Media.Value, "tagged"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    });

    private static void Ffmpeg(params string[] arguments)
    {
        string[] all = ["-nostdin", "-loglevel", "error", .. arguments];
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", all) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new MmvaException($"ffmpeg: {errors}");
    }
}

using System.IO.Compression;
using System.Text.Json;
using ConsoleProgram;
using Mmva;

namespace Browser;

/// <summary>The folder of the page. A list in it says which files are the program's own: no others are overwritten.</summary>
internal sealed class PageFolder : IDisposable
{
    private const string List = "FILES.txt", Settings = "settings.json", PhotoModel = "models/photo.onnx", MusicModel = "models/music.onnx";
    private const string Script = "onnxruntime/ort.wasm.bundle.min.js", Module = "onnxruntime/ort-wasm-simd-threaded.wasm.gz";
    private const string ListTitle = "Written by Mmva's sample Browser, which overwrites these files when it is run again:";

    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "page");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly OutputFolder _folder;
    private readonly string[] _page;

    private PageFolder(OutputFolder folder, string[] page)
    {
        _folder = folder;
        _page = page;
    }

    public int Files => Names(_page).Length;

    public long Bytes => Names(_page).Sum(LengthOf);

    public long BytesForPhotos => Bytes - BytesForMusic - _page.Where(file => file.StartsWith("licenses/", StringComparison.Ordinal)).Sum(LengthOf);

    public long BytesForMusic => LengthOf(MusicModel);

    /// <summary>Creates the folder, unless it exists, and claims the files.</summary>
    /// <exception cref="MmvaException">It cannot be written to, or has files of the same names that are not the program's own.</exception>
    public static PageFolder Open(string path)
    {
        var page = Directory.GetFiles(Source, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Source, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray();
        var folder = OutputFolder.Create(path, Names(page));
        try
        {
            var own = OwnFiles(folder[List]);
            foreach (var file in Names(page))
                if (File.Exists(folder[file]) && !own.Contains(file))
                    throw new MmvaException($"{folder[file]}: was not written by this program and is not overwritten. Choose another FOLDER.");
            return new(folder, page);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes all files. Those that were there remain until their successors are complete.</summary>
    public void Write(OnnxRuntimeWeb runtime, IEmotionPredictor predictor, EmotionalSimilarity similarity, CancellationToken cancellationToken)
    {
        foreach (var name in Names(_page)) Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        OutputFile.Write(_folder[List], $"{ListTitle}\n{string.Join('\n', Names(_page))}\n"); // first: what follows is then the program's own
        OutputFile.Write(_folder[Script], runtime.Script);
        OutputFile.Write(_folder[Module], Compressed(runtime.Module));
        cancellationToken.ThrowIfCancellationRequested();
        Export(Modality.Image, PhotoModel);
        Export(Modality.Music, MusicModel);
        OutputFile.Write(_folder[Settings], JsonSerializer.Serialize(
            new PageSettings(
                similarity.Sigma, Listening.DefaultSeconds, new(Module, LengthOf(Module), runtime.Module.Length),
                new(PhotoModel, LengthOf(PhotoModel)), new(MusicModel, LengthOf(MusicModel))),
            Json));
        foreach (var file in _page) OutputFile.Write(_folder[file], File.ReadAllBytes(Path.Combine(Source, file)));

        void Export(Modality modality, string file)
        {
            predictor.SaveOnnx(modality, _folder[file], new() { Float16Weights = true });
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Names(string[] page) => [List, Settings, PhotoModel, MusicModel, Script, Module, .. page];

    private static HashSet<string> OwnFiles(string list) =>
        File.Exists(list) && File.ReadAllLines(list) is [ListTitle, .. var files] ? [List, .. files] : [];

    private static ReadOnlyMemory<byte> Compressed(ReadOnlyMemory<byte> bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize)) gzip.Write(bytes.Span);
        return result.ToArray();
    }

    private long LengthOf(string file) => new FileInfo(_folder[file]).Length;
}

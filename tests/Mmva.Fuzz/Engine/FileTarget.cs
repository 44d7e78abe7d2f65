namespace Mmva.Fuzz.Engine;

/// <summary>A parser of a file, which lies in memory. The folder of the file may hold others, written once.</summary>
/// <param name="name">The name on the command line.</param>
/// <param name="covers">What is run.</param>
/// <param name="file">The name of the file, with folders.</param>
/// <param name="run">Reads the file: its path.</param>
/// <param name="seeds">Valid contents; the argument is a path for those who write files.</param>
internal sealed class FileTarget(string name, string covers, string file, Action<string> run, Func<string, IEnumerable<byte[]>> seeds)
    : ParserTarget(name, covers, _ => { }, () => [])
{
    private ScratchFile? _file;

    /// <summary>Files that the parser expects next to the input.</summary>
    public IReadOnlyDictionary<string, byte[]> Beside { get; init; } = new Dictionary<string, byte[]>();

    public override void Start()
    {
        foreach (var (path, content) in Beside)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File(path))!);
            System.IO.File.WriteAllBytes(File(path), content);
        }
        _file = new(File(file));
    }

    public override IEnumerable<byte[]> Seeds()
    {
        var path = File("seed.tmp");
        byte[][] all = [.. seeds(path)];
        System.IO.File.Delete(path);
        return all;
    }

    public override void Run(byte[] input)
    {
        _file!.Write(input);
        run(_file.Path);
    }

    public override void Dispose() => _file?.Dispose();
}

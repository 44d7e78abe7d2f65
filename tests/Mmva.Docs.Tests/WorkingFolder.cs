using System.Buffers.Binary;
using Mmva.TestSupport;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // the working folder is that of the process

namespace Documents;

/// <summary>A temporary working folder with the files that the documents name.</summary>
public sealed class WorkingFolder : IDisposable
{
    private const int SampleRate = 16_000;

    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mmva-docs-");

    public WorkingFolder()
    {
        File.Copy(GoldenFiles.Fixture("clip-preprocess", "portrait_420.jpg"), PathOf("beach.jpg"));
        WriteWav(PathOf("song.mp3"), pitch: 440); // the content decides, not the extension
        WriteWav(PathOf("rain.mp3"), pitch: 220);
        Directory.SetCurrentDirectory(_folder.FullName);
    }

    public string FullName => _folder.FullName;

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Copies the media of the first page into the folder <c>media</c>.</summary>
    public void AddMedia()
    {
        Directory.CreateDirectory(PathOf("media"));
        foreach (var file in Directory.EnumerateFiles(GoldenFiles.Repository("docs", "media")))
            File.Copy(file, PathOf(Path.Combine("media", Path.GetFileName(file))));
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Delete(recursive: true);
    }

    private static void WriteWav(string path, double pitch)
    {
        const int Samples = 4 * SampleRate, Header = 44;
        var bytes = new byte[Header + 2 * Samples];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 1); // one channel
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 2 * SampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), 2 * Samples);
        for (var i = 0; i < Samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(Header + 2 * i), (short)(10_000 * Math.Sin(2 * Math.PI * pitch * i / SampleRate)));
        File.WriteAllBytes(path, bytes);
    }
}

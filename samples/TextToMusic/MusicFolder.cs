using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConsoleProgram;
using Mmva;

namespace TextToMusic;

/// <summary>Brings an index up to date with a folder of music.</summary>
internal sealed class MusicFolder(IEmotionRetriever retriever, MediaDecoder decoder, Listening listening)
{
    /// <returns>The tracks of the folder that are in the index now: paths by ids.</returns>
    public async Task<Dictionary<string, string>> IndexAsync(string folder, Failures failures, CancellationToken cancellationToken)
    {
        var tracks = new Dictionary<string, string>();
        var changed = new List<string>();
        var files = MediaFiles.Find(folder, MediaKind.Audio, out var passedOver);
        if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
        foreach (var path in files)
        {
            if ((await retriever.Index.FindAsync(IdOf(path), cancellationToken))?.Payload == Version(path)) tracks[IdOf(path)] = path;
            else changed.Add(path);
        }
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        var results = retriever.IndexFilesAsync(
            changed, path => (IdOf(path), Version(path)), decoder, new() { DecodeAhead = listening.DecodeAhead }, progress,
            cancellationToken);
        await foreach (var (path, _) in failures.Without(results)) tracks[IdOf(path)] = path;
        return tracks;
    }

    // the path, unless an index cannot have it as an id: one such name must not end the run
    private static string IdOf(string path) => path.Length <= EmotionItem.MaxIdLength && !path.EnumerateRunes().Contains(Rune.ReplacementChar)
        ? path : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));

    // a file that was written again is another one, and so is one of which more or less was heard; what cannot be read is reported by the decoder
    private string Version(string path)
    {
        try
        {
            var file = LibraryFile.Of(path);
            return string.Create(CultureInfo.InvariantCulture, $"{file.Bytes} {new DateTime(file.Modified, DateTimeKind.Utc):O} {listening.Words}");
        }
        catch (MediaException)
        {
            return "";
        }
    }
}

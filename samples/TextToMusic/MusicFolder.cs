using System.Globalization;
using ConsoleProgram;
using Mmva;

namespace TextToMusic;

/// <summary>Brings an index up to date with a folder of music.</summary>
internal sealed class MusicFolder(IEmotionRetriever retriever, MediaDecoder decoder, Listening listening)
{
    /// <returns>The tracks of the folder that are in the index now.</returns>
    public async Task<HashSet<string>> IndexAsync(string folder, Failures failures, CancellationToken cancellationToken)
    {
        var tracks = new HashSet<string>();
        var changed = new List<string>();
        var files = MediaFiles.Find(folder, MediaKind.Audio, out var passedOver);
        if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
        foreach (var path in files)
        {
            if ((await retriever.Index.FindAsync(path, cancellationToken))?.Payload == Version(path)) tracks.Add(path);
            else changed.Add(path);
        }
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        var results = retriever.IndexFilesAsync(
            changed, path => (path, Version(path)), decoder, new() { DecodeAhead = listening.DecodeAhead }, progress, cancellationToken);
        await foreach (var (path, _) in failures.Without(results)) tracks.Add(path);
        return tracks;
    }

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

using System.Globalization;
using ConsoleProgram;
using Mmva;

namespace TextToMusic;

/// <summary>Brings an index up to date with a folder of music.</summary>
internal sealed class MusicFolder(IEmotionRetriever retriever, IAudioDecoder decoder)
{
    /// <summary>Indexes the tracks that are new or have changed.</summary>
    /// <returns>The tracks of the folder that are in the index now, and how many failed.</returns>
    public async Task<(HashSet<string> Tracks, int Failures)> IndexAsync(string folder, CancellationToken cancellationToken)
    {
        var tracks = new HashSet<string>();
        var changed = new List<string>();
        foreach (var path in MediaFiles.Find(folder, MediaKind.Audio))
        {
            if ((await retriever.Index.FindAsync(path, cancellationToken))?.Payload == Version(path)) tracks.Add(path);
            else changed.Add(path);
        }
        var failures = 0;
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        var results = retriever.IndexFilesAsync(
            changed, path => (path, Version(path)), new MediaDecoder(decoder), progress: progress, cancellationToken: cancellationToken);
        await foreach (var result in results)
        {
            if (result.Succeeded) tracks.Add(result.Input);
            else
            {
                failures++;
                Console.Error.WriteLine(result.Error.Message);
            }
        }
        return (tracks, failures);
    }

    // a file that was written again is another one
    private static string Version(string path)
    {
        var file = new FileInfo(path);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}");
    }
}

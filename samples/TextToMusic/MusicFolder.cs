using System.Globalization;
using Mmva;
using Mmva.Data;

namespace TextToMusic;

/// <summary>Brings an index up to date with a folder of music.</summary>
internal sealed class MusicFolder(IEmotionRetriever retriever, IAudioDecoder decoder)
{
    /// <summary>Listens to what is new or has changed.</summary>
    /// <returns>The tracks that are in the index now, and how many could not be read.</returns>
    public async Task<(HashSet<string> Tracks, int Failures)> IndexAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => MediaKinds.OfExtension(file.Name) == MediaKind.Audio).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
        var (tracks, fresh) = (new HashSet<string>(), new List<FileInfo>());
        foreach (var file in files)
        {
            if ((await retriever.Index.FindAsync(file.FullName, cancellationToken))?.Payload == Version(file)) tracks.Add(file.FullName);
            else fresh.Add(file);
        }

        var (progress, failures) = (new Progress(fresh.Count), 0);
        await foreach (var result in MediaPipeline.ReadAheadAsync(fresh, (file, stop) => decoder.DecodeAsync(file.FullName, stop), cancellationToken: cancellationToken))
        {
            try
            {
                if (!result.Succeeded) throw result.Error;
                await retriever.IndexAsync([new RetrievalInput<Waveform>(result.Input.FullName, result.Value!, Version(result.Input))], null, cancellationToken);
                tracks.Add(result.Input.FullName);
            }
            catch (MmvaException e)
            {
                failures++;
                Console.Error.WriteLine(e.Message);
            }
            progress.CountOne();
        }
        return (tracks, failures);
    }

    // a file that was written again is another one
    private static string Version(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}");
}

using System.Diagnostics;
using Mmva;
using Mmva.Data;
using Quickstart.Page;

namespace Quickstart;

/// <summary>Places the music of a folder on the emotion plane.</summary>
internal static class Library
{
    /// <summary>Reads ahead while the tower works; a file that fails is named on standard error, and the others go on.</summary>
    public static async Task<List<Track>> PredictAsync(string folder, IEmotionPredictor predictor, IAudioDecoder decoder, CancellationToken cancellationToken)
    {
        var paths = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(path => MediaKinds.OfExtension(path) == MediaKind.Audio).Order(StringComparer.Ordinal).ToList();
        var (tracks, clock, next) = (new List<Track>(), Stopwatch.StartNew(), TimeSpan.FromSeconds(1));
        await foreach (var result in MediaPipeline.ReadAheadAsync(paths, decoder.DecodeAsync, cancellationToken: cancellationToken))
        {
            if (result.Succeeded)
                tracks.Add(new Track(Path.GetFileNameWithoutExtension(result.Input), await predictor.PredictAsync(result.Value!, cancellationToken), result.Input));
            else
                Console.Error.WriteLine(result.Error.Message);
            if (clock.Elapsed < next) continue;
            Console.Error.WriteLine($"{tracks.Count} of {paths.Count} tracks");
            next = clock.Elapsed + TimeSpan.FromSeconds(2);
        }
        return tracks;
    }
}

using System.CommandLine;
using System.Diagnostics;
using Mmva.Tasks;
using Mmva.Training;

namespace Mmva.Benchmarks.Index;

/// <summary>Playlists through the in-process index.</summary>
internal static class PathCommand
{
    private const int Artists = 50_000;

    // the best of several turns counts: on a busy machine a single one may be interrupted
    private const int Turns = 5;

    public static Command Command()
    {
        var (tracks, paths) = (BenchmarkOptions.Count("--tracks", "How many tracks the index has.", 1_000_000, least: 1000),
            BenchmarkOptions.Count("--paths", "How many paths of each length are made.", 300));
        var sets = BenchmarkOptions.Some("--sets", "How the points lie.", PointSets.Names);
        var command = new Command(
            "paths",
            "Paths of 30 and 100 tracks, and of 45 minutes, between two random points through the in-process index: without two tracks of one artist "
            + "or a track twice. Median and 99th percentile of the time; and how even the steps are in small libraries, beside trivial choices.")
        {
            tracks, paths, sets,
        };
        command.SetAction((line, cancellationToken) => RunAsync(
            line.GetRequiredValue(sets), line.GetValue(tracks), line.GetValue(paths), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string[] sets, int tracks, int paths, CancellationToken cancellationToken)
    {
        foreach (var set in sets)
        {
            foreach (var size in new[] { 100, 1000 }) await PathSteps.PrintAsync(set, size, cancellationToken);
            var random = new RandomSource(5);
            var index = InMemoryEmotionIndex.Build(PointSets.Make(set, tracks, seed: 1).Select((point, i) => new EmotionItem(
                $"track {i}", Modality.Music, point,
                new TrackInfo($"/music/{i}.mp3", TimeSpan.FromSeconds(120 + random.Next(240)), $"Artist {random.Next(Artists)}", $"{i}").ToJson())),
                cancellationToken: cancellationToken);
            var maker = new PlaylistMaker(index);
            foreach (var (name, length) in new[]
            {
                ("30 tracks", PlaylistLength.OfTracks(30)), ("100 tracks", PlaylistLength.OfTracks(100)),
                ("45 minutes", PlaylistLength.OfDuration(TimeSpan.FromMinutes(45))),
            })
            {
                foreach (var seed in new ulong?[] { null, 1 })
                {
                    var ends = PointSets.Places(set, 2 * paths, seed: 2);
                    var seconds = new List<double>();
                    // the first quarter is for the compiler
                    for (var i = -paths / 4; i < paths; i++)
                    {
                        var at = 2 * Math.Abs(i) % (2 * paths);
                        PlaylistStop[] stops = [PlaylistStop.At(ends[at]), PlaylistStop.At(ends[at + 1])];
                        var best = double.PositiveInfinity;
                        for (var turn = 0; turn < Turns; turn++)
                        {
                            var start = Stopwatch.GetTimestamp();
                            await maker.FollowAsync(stops, length, seed, cancellationToken);
                            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
                        }
                        if (i >= 0) seconds.Add(best);
                    }
                    seconds.Sort();
                    Console.WriteLine(
                        $"{set,-10} {tracks,10:N0} tracks   {name,-10} {(seed is null ? "" : "with a seed"),-12} "
                        + $"median {1e3 * seconds[seconds.Count / 2]:F2} ms   99 % {1e3 * seconds[(int)(seconds.Count * 0.99)]:F2} ms");
                }
            }
        }
    }
}

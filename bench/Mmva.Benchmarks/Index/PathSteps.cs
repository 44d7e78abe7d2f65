using System.Globalization;
using Mmva.Tasks;
using Mmva.Training;

namespace Mmva.Benchmarks.Index;

/// <summary>How even the steps of paths are, beside two trivial ways to choose the tracks.</summary>
internal static class PathSteps
{
    private const int Tracks = 20, Libraries = 40;

    /// <summary>Prints the largest step of a path of 20 tracks as a multiple of an even step, and the distance from the way: medians.</summary>
    public static async Task PrintAsync(string set, int size, CancellationToken cancellationToken)
    {
        string[] names = ["paths", "nearest track left at each position", "20 random tracks in the order of the way"];
        var figures = names.Select(_ => (Largest: new List<double>(), Distance: new List<double>())).ToArray();
        for (ulong seed = 1; seed <= Libraries; seed++)
        {
            var points = PointSets.Make(set, size, seed);
            var ends = PointSets.Places("uniform", 2, seed + 1000);
            var index = InMemoryEmotionIndex.Build(points.Select((point, i) => new EmotionItem($"{i}", Modality.Music, point)));
            var playlist = await new PlaylistMaker(index).FollowAsync(
                [PlaylistStop.At(ends[0]), PlaylistStop.At(ends[1])], PlaylistLength.OfTracks(Tracks), cancellationToken: cancellationToken);
            var targets = Enumerable.Range(0, Tracks).Select(i => Between(ends[0], ends[1], i / (Tracks - 1f))).ToArray();
            Add(0, [.. playlist.Tracks.Select(track => track.Emotion)]);

            var (left, greedy) = (points.ToList(), new List<ValenceArousal>());
            foreach (var target in targets)
            {
                greedy.Add(left.MinBy(point => point.DistanceTo(target)));
                left.Remove(greedy[^1]);
            }
            Add(1, [.. greedy]);

            var random = points.ToArray();
            new RandomSource(seed).Shuffle<ValenceArousal>(random);
            Add(2, [.. random.Take(Tracks).OrderBy(point => Along(ends[0], ends[1], point))]);

            void Add(int way, ValenceArousal[] path)
            {
                var even = ends[0].DistanceTo(ends[1]) / (Tracks - 1);
                figures[way].Largest.Add(path.Zip(path.Skip(1), (a, b) => a.DistanceTo(b)).Max() / even);
                figures[way].Distance.Add(path.Zip(targets, (a, b) => a.DistanceTo(b)).Average());
            }
        }
        for (var way = 0; way < names.Length; way++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{set,-10} {size,6:N0} tracks   {names[way],-42} largest step {Median(figures[way].Largest),6:F2} even steps   "
                + $"distance {Median(figures[way].Distance):F3}"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static ValenceArousal Between(ValenceArousal a, ValenceArousal b, float share) =>
        new(a.Valence + share * (b.Valence - a.Valence), a.Arousal + share * (b.Arousal - a.Arousal));

    private static double Along(ValenceArousal a, ValenceArousal b, ValenceArousal point) =>
        (point.Valence - a.Valence) * (b.Valence - a.Valence) + (point.Arousal - a.Arousal) * (b.Arousal - a.Arousal);
}

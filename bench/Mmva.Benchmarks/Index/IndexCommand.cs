using System.CommandLine;
using System.Globalization;
using System.Text;
using Mmva.Tasks;

namespace Mmva.Benchmarks.Index;

/// <summary>The in-process emotion index beside a linear scan and NetTopologySuite's trees.</summary>
internal static class IndexCommand
{
    private const int Nearest = 10;

    public static Command Command()
    {
        var (json, queries) = (BenchmarkOptions.Json(), BenchmarkOptions.Count("--queries", "How many queries.", 20_000));
        var points = BenchmarkOptions.Count("--points", "How many points.", 10_000_000, least: Nearest);
        var peerPoints = BenchmarkOptions.Count("--peer-points", "How many points NetTopologySuite's trees have, which take some hundred bytes each; the index is measured with these once more.", 1_000_000, least: Nearest);
        var sets = BenchmarkOptions.Some("--sets", "How the points lie.", PointSets.Names);
        var command = new Command("index", "The in-process emotion index: build time, bytes a point, time of single queries for the 10 nearest, beside a linear scan (SIMD) and NetTopologySuite's trees.") { json, points, peerPoints, queries, sets };
        command.SetAction(line => Run(line.GetRequiredValue(sets), line.GetValue(points), line.GetValue(peerPoints), line.GetValue(queries), line.GetValue(json)));
        return command;
    }

    private static void Run(string[] sets, int points, int peerPoints, int queries, string? json)
    {
        var rows = new List<IndexRow>();
        foreach (var set in sets)
        {
            var many = PointSets.Make(set, points, seed: 1);
            var places = PointSets.Places(set, queries, seed: 2);
            Add(MeasureIndex($"index/{set}", many, places));
            Add(MeasureTree($"plane tree/{set}", many, places));
            Add(Measure($"linear scan/{set}", many, places[..Math.Min(places.Length, 50)], p => { var peer = new LinearScan(p); return place => peer.Nearest(place, Nearest); }));

            var fewer = many.Length == peerPoints ? many : PointSets.Make(set, peerPoints, seed: 1);
            var fewerPlaces = places[..Math.Min(places.Length, 2000)];
            Add(MeasureIndex($"index/{set}", fewer, fewerPlaces));
            Add(Measure($"strtree/{set}", fewer, fewerPlaces[..Math.Min(places.Length, 200)], p => { var peer = new NetTopologyRTree(p); return place => peer.Nearest(place, Nearest); }));
            Add(Measure($"kdtree/{set}", fewer, fewerPlaces[..Math.Min(places.Length, 200)], p => { var peer = new NetTopologyKdTree(p); return place => peer.Nearest(place, Nearest); }));
        }
        if (json is not null) IndexRow.Write(json, rows);

        void Add(IndexRow row)
        {
            rows.Add(row);
            Console.WriteLine(row);
        }
    }

    private static IndexRow MeasureIndex(string name, ValenceArousal[] points, ValenceArousal[] places)
    {
        InMemoryEmotionIndex? index = null;
        var build = Timed(() => index = InMemoryEmotionIndex.Build(points.Select((p, i) => new EmotionItem(Id(i), Modality.Music, p))));
        var ids = Enumerable.Range(0, points.Length).Sum(i => (long)Encoding.UTF8.GetByteCount(Id(i)));
        var times = QueryTimes.Measure(places, place => index!.NearestAsync(place, Nearest).GetAwaiter().GetResult());
        return new(name, points.Length, build, (double)(index!.Bytes - ids) / points.Length, times);

        static string Id(int i) => i.ToString("D8", CultureInfo.InvariantCulture);
    }

    private static IndexRow MeasureTree(string name, ValenceArousal[] points, ValenceArousal[] places)
    {
        PlaneTree? tree = null;
        var build = Timed(() => tree = PlaneTree.Build(points));
        var found = new PlaneNeighbor[Nearest];
        var times = QueryTimes.Measure(places, place => tree!.Nearest(place, found));
        return new(name, points.Length, build, (double)tree!.Bytes / points.Length, times);
    }

    private static IndexRow Measure(string name, ValenceArousal[] points, ValenceArousal[] places, Func<ValenceArousal[], Action<ValenceArousal>> create)
    {
        Action<ValenceArousal>? query = null;
        var build = Timed(() => query = create(points));
        return new(name, points.Length, build, null, QueryTimes.Measure(places, query!));
    }

    // what the contender before has left is cleared away first
    private static double Timed(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Turns.Seconds(action);
    }
}

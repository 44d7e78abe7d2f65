using Mmva.Training;

namespace Mmva.Benchmarks.Index;

/// <summary>Points as libraries have them, and sets that are hard for trees.</summary>
internal static class PointSets
{
    public static readonly string[] Names = ["uniform", "clustered", "duplicate", "collinear"];

    public static ValenceArousal[] Make(string name, int count, ulong seed) => [.. Sequence(name, seed).Take(count)];

    /// <summary>The same points one after the other, without an end.</summary>
    public static IEnumerable<ValenceArousal> Sequence(string name, ulong seed)
    {
        var random = new RandomSource(seed);
        while (true) yield return Point(name, random);
    }

    /// <summary>Query points: every other one is distributed like the points, the others are anywhere on the plane.</summary>
    public static ValenceArousal[] Places(string name, int count, ulong seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(i => Point(i % 2 == 0 ? name : "uniform", random))];
    }

    private static ValenceArousal Point(string name, RandomSource random)
    {
        float t = random.NextSingle(), u = random.NextSingle();
        return name switch
        {
            "uniform" => new(t, u),
            // 400 clumps, each about 0.002 wide
            "clustered" => new(((int)(t * 20) + 0.5f) / 20 + Spread(random), ((int)(u * 20) + 0.5f) / 20 + Spread(random)),
            // half of all at one point, the others at 121
            "duplicate" => t < 0.5f ? new(0.5f, 0.5f) : new(MathF.Round(u * 10) / 10, (int)(random.NextSingle() * 11) / 10f),
            "collinear" => new(t, 0.25f + 0.5f * t),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such points."),
        };
    }

    private static float Spread(RandomSource random) => 0.002f * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
}

using Mmva.Training;

namespace Mmva.Benchmarks.Index;

/// <summary>Points as libraries have them, and as trees fear them.</summary>
internal static class PointSets
{
    public static readonly string[] Names = ["uniform", "clustered", "duplicate", "collinear"];

    public static ValenceArousal[] Make(string name, int count, ulong seed)
    {
        var random = new RandomSource(seed);
        var points = new ValenceArousal[count];
        for (var i = 0; i < count; i++) points[i] = Point(name, random);
        return points;
    }

    /// <summary>Places to look from: every other one is like the points, the others lie anywhere on the plane.</summary>
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
            // half of all at one place, the others at 121
            "duplicate" => t < 0.5f ? new(0.5f, 0.5f) : new(MathF.Round(u * 10) / 10, (int)(random.NextSingle() * 11) / 10f),
            "collinear" => new(t, 0.25f + 0.5f * t),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such points."),
        };
    }

    private static float Spread(RandomSource random) => 0.002f * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
}

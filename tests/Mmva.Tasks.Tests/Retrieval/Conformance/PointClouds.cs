using Mmva.Training;

namespace Mmva.Tasks.Tests.Retrieval.Conformance;

/// <summary>Point distributions: typical and difficult ones.</summary>
internal static class PointClouds
{
    public static readonly string[] Names = ["uniform", "clustered", "duplicate", "collinear", "axis", "circle", "outside", "huge"];

    public static ValenceArousal[] Make(string name, int count, RandomSource random) =>
        [.. Enumerable.Range(0, count).Select(_ => Point(name, random))];

    public static ValenceArousal Point(string name, RandomSource random)
    {
        float t = random.NextSingle(), u = random.NextSingle();
        return name switch
        {
            "uniform" => new(t, u),
            "clustered" => new((int)(t * 5) / 5f + 1e-4f * random.NextSingle(), (int)(u * 5) / 5f + 1e-4f * random.NextSingle()),
            "duplicate" => t < 0.7f ? new(0.5f, 0.5f) : new((int)(t * 20) / 20f, (int)(u * 4) / 4f),
            "collinear" => new(t, 0.25f + 0.5f * t),
            "axis" => new(0.3f, u),
            "circle" => new(0.5f + 0.4f * MathF.Cos(6.2831853f * t), 0.5f + 0.4f * MathF.Sin(6.2831853f * t)),
            "outside" => new(40 * t - 20, 3 * u - 7),
            "huge" => new(1e30f * (t - 0.5f), 1e-30f * u),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such points."),
        };
    }

    /// <summary>Query points: the points themselves, others like them, any on the plane, distant ones.</summary>
    public static IEnumerable<ValenceArousal> Queries(string name, ValenceArousal[] points, RandomSource random)
    {
        for (var i = 0; i < 4; i++)
        {
            yield return points[random.Next(points.Length)];
            yield return Point(name, random);
            yield return Point("uniform", random);
        }
        yield return new(-1000, 500);
        yield return new(0.5f, 1e12f);
    }
}

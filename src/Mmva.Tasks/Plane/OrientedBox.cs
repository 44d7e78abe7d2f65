namespace Mmva.Tasks;

/// <summary>An oriented bounding box for nodes whose points lie along a slanted line, where an axis-aligned box would be mostly empty.</summary>
/// <remarks>
/// Six floats: the direction (cosine, sine), then the ends along and across it, relative to the lower corner of the axis-aligned box for precision.
/// </remarks>
internal static unsafe class OrientedBox
{
    /// <summary>Floats of an oriented box. The first two are 0 for a node without one.</summary>
    public const int Length = 6;

    private const int SampleSize = 32;

    // An oriented box pays off if its area is at most this share of the axis-aligned box.
    private const double WorthwhileShare = 0.125;

    // Larger than any rounding error of the projections, so that the bound stays below the distance of every point.
    private const double Rounding = 2e-15;
    private const double RelativeRounding = 1e-14;

    /// <summary>Fits an oriented box to a node.</summary>
    /// <param name="points">The points of the node.</param>
    /// <param name="box">Its axis-aligned box.</param>
    /// <param name="oriented">Receives the oriented box, if one pays off.</param>
    /// <returns>Whether one pays off.</returns>
    public static bool Fit(ReadOnlySpan<PlanePoint> points, float* box, float* oriented)
    {
        var largestArea = WorthwhileShare * ((double)box[2] - box[0]) * ((double)box[3] - box[1]);
        if (!(largestArea > 0)) return false;
        var stride = Math.Max(1, points.Length / SampleSize);
        var (cosine, sine) = Direction(points, stride, box);
        if (!Enclose(points, stride, box, cosine, sine, largestArea, oriented)) return false;
        if (stride > 1 && !Enclose(points, 1, box, cosine, sine, largestArea, oriented)) return false;
        (oriented[0], oriented[1]) = (cosine, sine);
        return true;
    }

    /// <summary>A lower bound on the squared distance to any point of the node.</summary>
    public static double Bound(float* oriented, float* box, double atValence, double atArousal)
    {
        double cosine = oriented[0], sine = oriented[1], x = atValence - box[0], y = atArousal - box[1];
        var rounding = Rounding * (Math.Abs(x) + Math.Abs(y) + ((double)box[2] - box[0]) + ((double)box[3] - box[1]));
        double along = cosine * x + sine * y, across = cosine * y - sine * x;
        var u = Math.Max(Math.Max(oriented[2] - along, along - oriented[3]) - rounding, 0);
        var w = Math.Max(Math.Max(oriented[4] - across, across - oriented[5]) - rounding, 0);
        return (u * u + w * w) / (cosine * cosine + sine * sine) * (1 - RelativeRounding);
    }

    // the first principal axis of a sample
    private static (float Cosine, float Sine) Direction(ReadOnlySpan<PlanePoint> points, int stride, float* box)
    {
        double n = 0, sumX = 0, sumY = 0, sumXX = 0, sumYY = 0, sumXY = 0;
        for (var i = 0; i < points.Length; i += stride)
        {
            double x = (double)points[i].Valence - box[0], y = (double)points[i].Arousal - box[1];
            (n, sumX, sumY, sumXX, sumYY, sumXY) = (n + 1, sumX + x, sumY + y, sumXX + x * x, sumYY + y * y, sumXY + x * y);
        }
        var angle = 0.5 * Math.Atan2(2 * (sumXY - sumX * sumY / n), sumXX - sumX * sumX / n - (sumYY - sumY * sumY / n));
        return ((float)Math.Cos(angle), (float)Math.Sin(angle));
    }

    private static bool Enclose(
        ReadOnlySpan<PlanePoint> points, int stride, float* box, float cosine, float sine, double largestArea, float* oriented)
    {
        double minimumAlong = double.PositiveInfinity, maximumAlong = double.NegativeInfinity;
        double minimumAcross = minimumAlong, maximumAcross = maximumAlong;
        for (var i = 0; i < points.Length; i += stride)
        {
            double x = (double)points[i].Valence - box[0], y = (double)points[i].Arousal - box[1];
            double along = (double)cosine * x + (double)sine * y, across = (double)cosine * y - (double)sine * x;
            (minimumAlong, maximumAlong) = (Math.Min(minimumAlong, along), Math.Max(maximumAlong, along));
            (minimumAcross, maximumAcross) = (Math.Min(minimumAcross, across), Math.Max(maximumAcross, across));
        }
        (oriented[2], oriented[3]) = (MathF.BitDecrement((float)minimumAlong), MathF.BitIncrement((float)maximumAlong));
        (oriented[4], oriented[5]) = (MathF.BitDecrement((float)minimumAcross), MathF.BitIncrement((float)maximumAcross));
        return (maximumAlong - minimumAlong) * (maximumAcross - minimumAcross) <= largestArea;
    }
}

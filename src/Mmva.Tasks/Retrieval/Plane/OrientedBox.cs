namespace Mmva.Tasks;

/// <summary>A turned rectangle around the points of a node that lie along a slanted line, where an upright box would be mostly empty.</summary>
/// <remarks>Six numbers: the direction (cosine, sine), then the ends along it and across it, measured from the box's lower corner so that float32 is precise.</remarks>
internal static unsafe class OrientedBox
{
    /// <summary>float32 numbers of a slant. The first two are 0 where a node has none.</summary>
    public const int Length = 6;

    private const int SampleSize = 32;

    // A turned rectangle is worth its price where it has at most this share of the box's area.
    private const double WorthwhileShare = 0.125;

    // Above all rounding of the projections: the bound stays below the distance of every point.
    private const double Rounding = 2e-15;
    private const double RelativeRounding = 1e-14;

    /// <summary>Finds a node's slant.</summary>
    /// <param name="points">The node's points.</param>
    /// <param name="box">Its box.</param>
    /// <param name="slant">Filled if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Fit(ReadOnlySpan<PlanePoint> points, float* box, float* slant)
    {
        var largestArea = WorthwhileShare * ((double)box[2] - box[0]) * ((double)box[3] - box[1]);
        if (!(largestArea > 0)) return false;
        var stride = Math.Max(1, points.Length / SampleSize);
        var (cosine, sine) = Direction(points, stride, box);
        if (!Enclose(points, stride, box, cosine, sine, largestArea, slant) || stride > 1 && !Enclose(points, 1, box, cosine, sine, largestArea, slant)) return false;
        (slant[0], slant[1]) = (cosine, sine);
        return true;
    }

    /// <summary>A squared distance that no point of the node is nearer than.</summary>
    public static double Bound(float* slant, float* box, double atValence, double atArousal)
    {
        double cosine = slant[0], sine = slant[1], x = atValence - box[0], y = atArousal - box[1];
        var rounding = Rounding * (Math.Abs(x) + Math.Abs(y) + ((double)box[2] - box[0]) + ((double)box[3] - box[1]));
        double along = cosine * x + sine * y, across = cosine * y - sine * x;
        var u = Math.Max(Math.Max(slant[2] - along, along - slant[3]) - rounding, 0);
        var w = Math.Max(Math.Max(slant[4] - across, across - slant[5]) - rounding, 0);
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

    private static bool Enclose(ReadOnlySpan<PlanePoint> points, int stride, float* box, float cosine, float sine, double largestArea, float* slant)
    {
        double minimumAlong = double.PositiveInfinity, maximumAlong = double.NegativeInfinity, minimumAcross = minimumAlong, maximumAcross = maximumAlong;
        for (var i = 0; i < points.Length; i += stride)
        {
            double x = (double)points[i].Valence - box[0], y = (double)points[i].Arousal - box[1];
            double along = (double)cosine * x + (double)sine * y, across = (double)cosine * y - (double)sine * x;
            (minimumAlong, maximumAlong) = (Math.Min(minimumAlong, along), Math.Max(maximumAlong, along));
            (minimumAcross, maximumAcross) = (Math.Min(minimumAcross, across), Math.Max(maximumAcross, across));
        }
        (slant[2], slant[3]) = (MathF.BitDecrement((float)minimumAlong), MathF.BitIncrement((float)maximumAlong));
        (slant[4], slant[5]) = (MathF.BitDecrement((float)minimumAcross), MathF.BitIncrement((float)maximumAcross));
        return (maximumAlong - minimumAlong) * (maximumAcross - minimumAcross) <= largestArea;
    }
}

namespace Mmva.Encoders.Tests;

internal static class Errors
{
    /// <summary>The largest difference, relative to the largest magnitude that was expected.</summary>
    public static double OfScale(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        actual.Length.Should().Be(expected.Length);
        double error = 0, scale = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            error = Math.Max(error, Math.Abs((double)actual[i] - expected[i]));
            scale = Math.Max(scale, Math.Abs((double)expected[i]));
            float.IsFinite(actual[i]).Should().BeTrue();
        }
        return error / scale;
    }

    /// <summary>The root of the squared differences, relative to that of what was expected.</summary>
    public static double RelativeRms(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        double error = 0, scale = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            error += ((double)actual[i] - expected[i]) * ((double)actual[i] - expected[i]);
            scale += (double)expected[i] * expected[i];
        }
        return Math.Sqrt(error / scale);
    }
}

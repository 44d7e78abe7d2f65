using Mmva.Encoders;

namespace Mmva.Compact;

/// <summary>A key.</summary>
/// <param name="Tonic">The tonic, from 0 (C) to 11 (B).</param>
/// <param name="IsMinor">Whether it is a minor key.</param>
/// <param name="Fit">The correlation of the pitch classes with the key's profile, up to 1.</param>
/// <param name="KeyMargin">How much worse the best other key fits.</param>
/// <param name="ModeMargin">How much worse the best key of the other mode fits.</param>
internal readonly record struct Key(int Tonic, bool IsMinor, double Fit, double KeyMargin, double ModeMargin)
{
    private static readonly string[] Major = ["C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B"],
        Minor = ["C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "G sharp", "A", "B flat", "B"];

    /// <summary>The name, such as "B flat major".</summary>
    public string Name => IsMinor ? Minor[Tonic] + " minor" : Major[Tonic] + " major";
}

/// <summary>Estimates the key from the strength of the twelve pitch classes, by the profiles that <see cref="TonalEncoder"/> uses.</summary>
internal static class KeyEstimator
{
    /// <summary>Estimates the key from pitch classes, C first.</summary>
    public static Key Estimate(ReadOnlySpan<float> pitchClasses)
    {
        Span<float> standardized = stackalloc float[TonalProfiles.PitchClasses];
        pitchClasses.CopyTo(standardized);
        TonalProfiles.Standardize(standardized);
        var (major, minor) = (TonalProfiles.Best(standardized, TonalProfiles.MajorKeys), TonalProfiles.Best(standardized, TonalProfiles.MinorKeys));
        var isMinor = minor.Correlation > major.Correlation;
        var (tonic, fit) = isMinor ? (minor.Tonic, minor.Correlation) : (major.Tonic, major.Correlation);
        var second = double.NegativeInfinity;
        for (var k = 0; k < TonalProfiles.PitchClasses; k++)
        {
            if (isMinor || k != tonic) second = Math.Max(second, TonalProfiles.Correlation(standardized, TonalProfiles.MajorKeys[k]));
            if (!isMinor || k != tonic) second = Math.Max(second, TonalProfiles.Correlation(standardized, TonalProfiles.MinorKeys[k]));
        }
        return new(tonic, isMinor, fit, fit - second, fit - Math.Min(major.Correlation, minor.Correlation));
    }
}

using System.Globalization;

namespace Mmva.Data;

/// <summary>Frames per second as a fraction: 30000/1001 has no exact floating-point value, and an hour has 108,000 of its frames.</summary>
internal readonly record struct FrameRate(long Numerator, long Denominator)
{
    public double PerSecond => (double)Numerator / Denominator;

    /// <summary>Parses <c>30000/1001</c>.</summary>
    /// <returns>The rate, or <see langword="null"/> for an unknown one such as <c>0/0</c>.</returns>
    public static FrameRate? Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && Number(parts[0]) is { } numerator && Number(parts[1]) is { } denominator ? new(numerator, denominator) : null;

        static long? Number(string part) =>
            long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= int.MaxValue ? number : null;
    }

    public static FrameRate operator *(FrameRate rate, long factor) => new(rate.Numerator * factor, rate.Denominator);

    public static FrameRate operator /(FrameRate rate, long divisor) => new(rate.Numerator, rate.Denominator * divisor);

    public bool IsNear(FrameRate other, double tolerance) => Math.Abs((PerSecond / other.PerSecond) - 1) <= tolerance;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Mmva;

/// <summary>A duration within limits. <see cref="RangeAttribute"/> converts durations by type converters, which are not safe for trimming.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string minimum, string maximum = TimeRangeAttribute.Unlimited)
    : ValidationAttribute(maximum == Unlimited ? $"{{0}} must be at least {minimum}." : $"{{0}} must be between {minimum} and {maximum}.")
{
    private const string Unlimited = "10675199.02:48:05.4775807"; // TimeSpan.MaxValue

    private readonly TimeSpan _minimum = TimeSpan.ParseExact(minimum, "c", CultureInfo.InvariantCulture);
    private readonly TimeSpan _maximum = TimeSpan.ParseExact(maximum, "c", CultureInfo.InvariantCulture);

    public override bool IsValid(object? value) => value is null || value is TimeSpan time && time >= _minimum && time <= _maximum;
}

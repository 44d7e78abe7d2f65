using System.Globalization;
using System.Numerics;

namespace Mmva.Parity;

internal enum Verdict { Ok, Fail, Skipped }

/// <summary>One compared output.</summary>
internal sealed record ParityRow(string Output, double MaxAbsError, double MaxRelError, Verdict Verdict, string Why = "")
{
    public override string ToString()
    {
        static string Number(double x) => double.IsNaN(x) ? "-" : x.ToString("0.00e+00", CultureInfo.InvariantCulture);
        var verdict = Verdict switch { Verdict.Ok => "ok", Verdict.Fail => "FAIL", _ => "skipped" };
        return $"{Output}  {Number(MaxAbsError)}  {Number(MaxRelError)}  {verdict}{(Why.Length > 0 ? $" ({Why})" : "")}";
    }

    /// <summary>Absolute tolerance: every |ours − theirs| ≤ limit.</summary>
    public static ParityRow Absolute(string output, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, double limit) =>
        Compare(output, ours, theirs, _ => limit);

    /// <inheritdoc cref="Absolute(string, ReadOnlySpan{float}, ReadOnlySpan{float}, double)"/>
    public static ParityRow Absolute(string output, ReadOnlySpan<double> ours, ReadOnlySpan<double> theirs, double limit) =>
        Compare(output, ours, theirs, _ => limit);

    /// <summary>Tolerance relative to the output's scale: max |ours − theirs| ≤ limit × max |theirs|.</summary>
    public static ParityRow OfScale(string output, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, double limit) =>
        Compare(output, ours, theirs, scale => limit * scale);

    /// <summary>Whole values that must be identical: token ids, decoded pixels.</summary>
    public static ParityRow Identical<T>(string output, ReadOnlySpan<T> ours, ReadOnlySpan<T> theirs) where T : IEquatable<T>
    {
        if (ours.SequenceEqual(theirs)) return new(output, 0, 0, Verdict.Ok);
        var at = ours.CommonPrefixLength(theirs);
        var why = ours.Length != theirs.Length
            ? $"{ours.Length} values, expected {theirs.Length}; first difference at {at}"
            : $"first difference at {at}: {ours[at]}, expected {theirs[at]}";
        return new(output, double.NaN, double.NaN, Verdict.Fail, why);
    }

    public static ParityRow Skipped(string output, string why) => new(output, double.NaN, double.NaN, Verdict.Skipped, why);

    public static ParityRow Failed(string output, string why) => new(output, double.NaN, double.NaN, Verdict.Fail, why);

    private static ParityRow Compare<T>(string output, ReadOnlySpan<T> ours, ReadOnlySpan<T> theirs, Func<double, double> limit) where T : INumber<T>
    {
        if (ours.Length != theirs.Length) return Failed(output, $"{ours.Length} values, expected {theirs.Length}");
        double error = 0, scale = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            var expected = double.CreateChecked(theirs[i]);
            scale = Math.Max(scale, Math.Abs(expected));
            var difference = Math.Abs(double.CreateChecked(ours[i]) - expected);
            error = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(error, difference);
        }
        return new(output, error, scale > 0 ? error / scale : error, error <= limit(scale) ? Verdict.Ok : Verdict.Fail);
    }
}

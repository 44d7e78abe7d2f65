using System.Globalization;

namespace Mmva.Data;

/// <summary>Arguments of every call of ffmpeg.</summary>
internal static class FfmpegArguments
{
    /// <summary>Asks no questions, and writes nothing but errors to the error output.</summary>
    public static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"];

    public static string Seconds(TimeSpan time) => Number(time.TotalSeconds);

    public static string Number(double number) => number.ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>A text as the value of an option of a filter: escaped for the option, and then for the graph.</summary>
    public static string FilterValue(string text) => Escape(Escape(text, @"\':"), @"\'[],;");

    private static string Escape(string text, string special) =>
        string.Concat(text.Select(c => special.Contains(c, StringComparison.Ordinal) ? $@"\{c}" : c.ToString()));
}

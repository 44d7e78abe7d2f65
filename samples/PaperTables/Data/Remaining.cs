namespace PaperTables;

/// <summary>The time that is left, in words.</summary>
internal static class Remaining
{
    public static string Text(TimeSpan time) => time.TotalSeconds < 90 ? $"{time.TotalSeconds:F0} s"
        : time.TotalMinutes < 90 ? $"{time.TotalMinutes:F0} min" : $"{time.TotalHours:F1} h";
}

using System.Globalization;

namespace Mmva.Training;

/// <summary>Finds the event file of a folder, and where in it a resumed run continues.</summary>
internal static class EventFile
{
    // the last part is usually the name of the host, which a log that is shared should not contain
    private const string Prefix = "events.out.tfevents.", Suffix = ".mmva";

    /// <summary>The file of a folder: the one that it has, or a new name.</summary>
    public static string PathIn(string folder, DateTimeOffset time) =>
        Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}").Order(StringComparer.Ordinal).LastOrDefault()
        ?? Path.Combine(folder, $"{Prefix}{time.ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture)}{Suffix}");

    /// <summary>Reads the records up to a step, or to where the file is cut or damaged.</summary>
    /// <returns>The last step, and the length of these records in bytes; 0 if there is not even the first record.</returns>
    public static (long Step, long Length) Read(Stream stream, long lastStep)
    {
        var buffered = new BufferedStream(stream, 1 << 16); // not disposed: that would close the file
        var (step, length) = (0L, 0L);
        while (EventRecord.TryReadStep(buffered, out var next) && next <= lastStep && (length == 0 || next > step))
            (step, length) = (next, buffered.Position);
        return (step, length);
    }
}

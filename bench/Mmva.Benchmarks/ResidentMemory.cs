using System.Globalization;

namespace Mmva.Benchmarks;

/// <summary>The resident memory of this process as Linux counts it, in MB of 10⁶ bytes.</summary>
/// <param name="Anonymous">Memory of its own, which no file backs.</param>
/// <param name="Files">Pages of mapped files, which the system shares and may drop.</param>
internal readonly record struct ResidentMemory(double Anonymous, double Files)
{
    /// <summary>Returns the current figures, or <see langword="null"/> on other systems.</summary>
    public static ResidentMemory? Current()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var lines = File.ReadAllLines("/proc/self/status");
        return new(Value("RssAnon:"), Value("RssFile:"));

        double Value(string name)
        {
            // RssAnon:	  131072 kB
            var number = lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "").Trim();
            return double.Parse(number, CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Anonymous:F0} MB, and {Files:F0} MB of mapped files");
}

using System.Diagnostics;
using System.Globalization;

namespace Mmva.TestSupport;

/// <summary>A temporary folder with a model of formula weights; deleted at the end, or by a later program where this one was killed.</summary>
internal sealed class TemporaryModel : IDisposable
{
    private const string Prefix = "mmva-model-";

    public TemporaryModel(string config, IEnumerable<(string Key, int[] Shape)> keys)
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
            if (!IsInUse(folder)) Delete(folder);
        FormulaModel.Write(Path, config, keys);
    }

    public string Path { get; } =
        Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;

    public void Dispose() => Delete(Path);

    // the name says which process made the folder
    private static bool IsInUse(string folder)
    {
        var started = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
        if (!int.TryParse(started, CultureInfo.InvariantCulture, out var owner)) return true;
        try
        {
            using var process = Process.GetProcessById(owner);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // another program was quicker
        }
    }
}

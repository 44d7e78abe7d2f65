using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Diagnostics;

namespace Mmva.Data;

/// <summary>The cache of features: where it is and how large.</summary>
internal sealed class FeatureCacheDiagnostics(IOptions<FeatureCacheOptions> options) : IDiagnosticSource
{
    private const double Megabyte = 1e6;

    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken) => [Describe()];

    private DiagnosticEntry Describe()
    {
        const string Name = "feature cache";
        var folder = new DirectoryInfo(options.Value.Folder);
        var shown = ShortPath.Of(folder.FullName);
        var limit = options.Value.MaxBytes is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"at most {bytes / Megabyte:F0} MB") : "without a limit";
        try
        {
            if (!folder.Exists) return new(Name, $"{shown}, empty, {limit}");
            var files = folder.EnumerateFiles().ToList();
            return new(Name, string.Create(
                CultureInfo.InvariantCulture, $"{shown}, {files.Count} files of {files.Sum(file => file.Length) / Megabyte:F1} MB, {limit}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(Name, $"{shown} cannot be read ({e.GetType().Name}); the host works without it", IsProblem: true);
        }
    }
}

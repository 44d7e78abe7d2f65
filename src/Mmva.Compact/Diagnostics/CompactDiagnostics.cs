using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Diagnostics;

namespace Mmva.Compact;

/// <summary>The weights of the trained default, and its terms of use.</summary>
internal sealed class CompactDiagnostics(IServiceProvider services, IOptionsMonitor<CompactOptions> options) : IDiagnosticSource
{
    private const string Name = "Mmva.Compact", ModelCard = "MODEL_CARD.md";
    private const double Megabyte = 1e6;

    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken) =>
        services.GetServices<CompactRegistration>().Select(used => Describe(options.Get(used.OptionsName)));

    private static DiagnosticEntry Describe(CompactOptions options)
    {
        var folder = new DirectoryInfo(options.Folder);
        var shown = ShortPath.Of(folder.FullName);
        if (!folder.Exists) return new(Name, $"there is no folder {shown} with its weights.", IsProblem: true);
        var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        var card = File.Exists(Path.Combine(folder.FullName, ModelCard)) ? $"; sources, licenses and figures are in {ModelCard}" : "";
        return new(Name, string.Create(
            CultureInfo.InvariantCulture, $"weights in {shown}, {bytes / Megabyte:F0} MB, for non-commercial research{card}"));
    }
}

/// <summary>A call of <c>UseCompact</c>.</summary>
/// <param name="OptionsName">The name of its options.</param>
internal sealed record CompactRegistration(string OptionsName);

using Microsoft.Extensions.DependencyInjection;
using Mmva.Diagnostics;

namespace Mmva;

/// <summary>
/// What a host consists of: platform, native libraries, programs, models, encoders with their licenses and fingerprints, and caches. For the first
/// run on a new machine, and for reports of faults.
/// </summary>
/// <remarks>
/// It contains no environment variables, no connection strings and no addresses of servers, and the user's folder is <c>~</c>. What custom factories
/// and encoders state or throw is repeated as it is. Immutable, so safe to use from several threads.
/// </remarks>
public sealed class MmvaDiagnostics
{
    private MmvaDiagnostics(IReadOnlyList<DiagnosticEntry> entries) => Entries = entries;

    /// <summary>The findings, in the order in which they are reported.</summary>
    public IReadOnlyList<DiagnosticEntry> Entries { get; }

    /// <summary>Whether something that the host has asked for does not work.</summary>
    public bool HasProblems => Entries.Any(entry => entry.IsProblem);

    /// <summary>
    /// Describes a host. Encoders and models are loaded for it, as they would be when first needed, and native libraries and programs are started;
    /// what fails is an entry, not an exception.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="progress">Receives each finding as soon as it is known; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task<MmvaDiagnostics> DescribeAsync(
        IServiceProvider services, IProgress<DiagnosticEntry>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Task.Run(() => Describe(services, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Returns one line per finding.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Entries);

    private static MmvaDiagnostics Describe(IServiceProvider services, IProgress<DiagnosticEntry>? progress, CancellationToken cancellationToken)
    {
        var entries = new List<DiagnosticEntry>();
        IEnumerable<IDiagnosticSource> sources =
            [new PlatformDiagnostics(), .. services.GetServices<IDiagnosticSource>(), new ModelDiagnostics(services)];
        foreach (var source in sources)
            foreach (var found in source.Describe(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var entry = found with { Value = ShortPath.In(found.Value) };
                // encoders of one package share a runtime
                if (entries.Contains(entry)) continue;
                entries.Add(entry);
                progress?.Report(entry);
            }
        return new(entries);
    }
}

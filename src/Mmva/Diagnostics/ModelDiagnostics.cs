using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Mmva.Diagnostics;

/// <summary>The model and the encoders of each <c>AddMmva</c> and <c>AddKeyedMmva</c>.</summary>
internal sealed class ModelDiagnostics(IServiceProvider services) : IDiagnosticSource
{
    private const int ShownOfFingerprint = 16;

    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken)
    {
        var hosts = services.GetServices<MmvaRegistration>().ToList();
        if (hosts.Count == 0) yield return new("host", "AddMmva was not called on these services.", IsProblem: true);
        foreach (var key in hosts.Select(host => host.Key))
        {
            var of = key is null ? "" : $" '{key}'";
            var model = Find($"model{of}", () => Get<MmvaModel>(key), DescribeModel, out var found);
            yield return model;
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in DescribeEncoder<RgbImage>(Modality.Image, key, of, found, cancellationToken)) yield return entry;
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in DescribeEncoder<Waveform>(Modality.Music, key, of, found, cancellationToken)) yield return entry;
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in DescribeEncoder<string>(Modality.Caption, key, of, found, cancellationToken)) yield return entry;
        }
    }

    private List<DiagnosticEntry> DescribeEncoder<TInput>(
        Modality modality, string? key, string of, MmvaModel? model, CancellationToken cancellationToken)
    {
        var name = $"{modality.ToString().ToLowerInvariant()} encoder{of}";
        var entries = new List<DiagnosticEntry>
        {
            Find(name, () => Get<IModalityEncoder<TInput>>(key), encoder => Describe(encoder.Metadata), out var found),
        };
        if (found is IDiagnosticSource source) entries.AddRange(source.Describe(cancellationToken));
        if (found?.Metadata is { } its && model is not null && new FeatureShape(its.Layers, its.Width) != model.Options.ShapeOf(modality))
            entries.Add(new(name, $"its features do not fit the model, which expects {model.Options.ShapeOf(modality)}.", IsProblem: true));
        return entries;
    }

    private static DiagnosticEntry Find<T>(string name, Func<T?> create, Func<T, string> describe, out T? found) where T : class
    {
        found = null;
        try
        {
            found = create();
            return new(name, found is null ? "none is registered" : describe(found));
        }
        // a custom factory may throw anything, which is what is asked for here
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var kind = e is MmvaException ? "" : e.GetType().Name + ": ";
            return new(name, kind + e.Message.ReplaceLineEndings(" "), IsProblem: true);
        }
    }

    private static string Describe(EncoderMetadata its) =>
        $"{its.Name}, features {new FeatureShape(its.Layers, its.Width)}, license {its.License}, from {its.Source}, "
        + $"fingerprint {Short(its.Fingerprint)}";

    private static string DescribeModel(MmvaModel model)
    {
        var options = model.Options;
        var sigma = options.Sigma is { } its ? string.Create(CultureInfo.InvariantCulture, $"σ {its:0.####}") : "σ not stored";
        var license = model.Metadata.GetValueOrDefault("licence") ?? model.Metadata.GetValueOrDefault("license");
        return $"images {options.Image}, music {options.Music}, captions {options.Caption}, embeddings of {options.EmbeddingWidth}, {sigma}, "
            + (license is null ? "" : $"license {license}, ") + $"fingerprint {Short(model.ComputeFingerprint())}";
    }

    private static string Short(string fingerprint) =>
        fingerprint.Length > ShownOfFingerprint ? fingerprint[..ShownOfFingerprint] + "…" : fingerprint;

    private T? Get<T>(string? key) where T : class => key is null ? services.GetService<T>() : services.GetKeyedService<T>(key);
}

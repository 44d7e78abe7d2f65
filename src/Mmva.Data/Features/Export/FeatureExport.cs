using System.Globalization;
using Mmva.Files;

namespace Mmva.Data;

/// <summary>
/// Writes a set of features for other programs: <c>features.safetensors</c>, <c>items.csv</c> with the items in the same order, files of further
/// formats, and <c>croissant.json</c>, which describes them all (Croissant 1.1).
/// </summary>
/// <remarks>
/// Features are read and written row by row, so that a set of any size takes little memory. Every file appears when it is complete, the description
/// last. Safe to use from several threads, for different folders.
/// </remarks>
/// <param name="set">The features. They must not be disposed while they are written.</param>
public sealed class FeatureExport(FeatureSet set)
{
    private static readonly IFeatureFormat[] Always = [new SafetensorsFormat(), new ItemsFormat()];

    /// <summary>The features.</summary>
    public FeatureSet Set { get; } = set ?? throw new ArgumentNullException(nameof(set));

    /// <summary>The number of rows.</summary>
    public int Count => Set.Count;

    /// <summary>What is known of a row, apart from its features.</summary>
    /// <param name="row">From 0 to <see cref="Count"/> − 1.</param>
    public ExportedItem this[int row]
    {
        get
        {
            var (item, name) = Set.InputOf(row);
            if (item is null) return new(name, name, null, null, null);
            static float? Known(float value) => float.IsFinite(value) ? value : null;
            return new(
                item.Id, item.Content, item.Group is { Length: > 0 } group ? group : null, Known(item.Emotion.Valence), Known(item.Emotion.Arousal));
        }
    }

    /// <summary>Writes all files.</summary>
    /// <param name="folder">The folder; created when missing. Files of an earlier export are replaced.</param>
    /// <param name="description">What the Croissant description says, or <see langword="null"/> for the defaults.</param>
    /// <param name="formats">Further formats, or <see langword="null"/> for none.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">
    /// The token to monitor for cancellation requests. The files that were complete remain, without a description.
    /// </param>
    /// <returns>The paths of the files, the description last.</returns>
    /// <exception cref="MmvaException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(
        string folder, DatasetDescription? description = null, IReadOnlyList<IFeatureFormat>? formats = null,
        IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var croissant = Path.Combine(folder, CroissantFile.FileName);
        var files = new List<CroissantFile.Part>();
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var format in Always.Concat(formats ?? []))
            {
                var path = Path.Combine(folder, format.FileName);
                var rows = new Rows(done => progress?.Report(new(format.FileName, done, Count)));
                await Task.Run(() => AtomicFile.Write(path, stream =>
                    // the one writer of files is not asynchronous; this is a thread of its own
                    format.WriteAsync(this, stream, rows, cancellationToken).GetAwaiter().GetResult(),
                    // a description must never have the checksums of other files
                    check: _ => File.Delete(croissant)), cancellationToken).ConfigureAwait(false);
                var hash = await FeatureInput.HashFileAsync(path, cancellationToken).ConfigureAwait(false);
                files.Add(new(format, new FileInfo(path).Length, Convert.ToHexStringLower(hash)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{folder}: cannot be written to: {e.Message}", e);
        }
        AtomicFile.Write(croissant, stream => CroissantFile.Write(stream, this, description ?? new(), files));
        return [.. files.Select(file => Path.Combine(folder, file.Format.FileName)), croissant];
    }

    /// <summary>What the features are, in key and value, for the metadata of files.</summary>
    public IReadOnlyDictionary<string, string> Metadata => new Dictionary<string, string>
    {
        ["encoder"] = Set.Encoder.Name,
        ["encoder_fingerprint"] = Set.Encoder.Fingerprint,
        ["encoder_license"] = Set.Encoder.License,
        ["encoder_source"] = Set.Encoder.Source,
        ["shape"] = string.Create(CultureInfo.InvariantCulture, $"[{Set.Shape.Layers}, {Set.Shape.Width}]"),
    };

    private sealed class Rows(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}

// Features for people who work in Python: encodes inputs, or takes what a cache has, and writes safetensors, Parquet, CSV and a description.

using ConsoleProgram;
using ExportFeatures;
using Mmva;
using Mmva.Data;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    var cache = new FeatureCache(new() { Folder = arguments.Cache });
    var failures = new Failures();
    var encoding = new ConsoleProgress<EncodingProgress>(p => $"{p.Done} of {p.Total} encoded");
    var writing = new ConsoleProgress<ExportProgress>(p => $"{p.File}: {p.Done} of {p.Total} rows");
    var inputs = arguments.Cached ? null : Inputs.Of(arguments);
    var written = 0;

    await ExportAsync("image", arguments.Encoders.LoadImages, inputs?.Images, items => items.AsInputs(new SkiaImageDecoder()));
    await ExportAsync("music", arguments.Encoders.LoadMusic, inputs?.Music, items => items.AsInputs(new AudioDecoder()));
    await ExportAsync("caption", () => arguments.Encoders.LoadCaptions(new()), inputs?.Captions, items => items.AsInputs());

    if (written == 0) throw new MmvaException($"{arguments.Cache}: has no features of these encoders.");
    if (arguments.Description.Missing is { Count: > 0 } missing)
        Console.Error.WriteLine(
            $"croissant.json has no {string.Join(", ", missing)}, which Croissant 1.1 requires of a published data set: "
            + $"give {string.Join(", ", missing.Select(property => $"--{property}"))}.");
    return failures.ExitCode;

    async Task ExportAsync<TInput>(
        string name, Func<IModalityEncoder<TInput>> load, IReadOnlyList<RatedItem>? items,
        Func<IReadOnlyList<RatedItem>, IReadOnlyList<FeatureInput<TInput>>> toInputs)
    {
        if (items is { Count: 0 }) return;
        var encoder = load();
        using var owned = encoder as IDisposable;
        using var set = items is null
            ? cache.Open(encoder.Metadata)
            : await cache.EncodeAsync(encoder, toInputs(items), encoding, cancellationToken);
        foreach (var failure in set.Failures) failures.Add(failure.Name, failure.Error);
        if (items is null && set.Count == 0) return;
        written++;
        var folder = Path.Combine(arguments.Out, name);
        foreach (var path in await new FeatureExport(set).WriteAsync(
            folder, arguments.Description, [new ParquetFormat()], writing, cancellationToken))
            Console.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes");
        Console.WriteLine($"{folder}: {set.Count} rows of {set.Shape.Layers} × {set.Shape.Width} by {encoder.Metadata.Name}");
    }
}).RunAsync(args);

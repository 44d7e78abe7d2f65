using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Mmva.Encoders;

/// <summary>A foreign .onnx file whose inputs and output were checked at load. Safe to use from several threads.</summary>
internal sealed class OnnxFile : IDisposable
{
    private readonly string _path, _output;
    private readonly TowerSession _session;

    private OnnxFile(string path, OnnxEncoderOptions options)
    {
        if (options.BatchSize < 1) throw new MmvaException($"{path}: a batch size of {options.BatchSize} makes no sense; it must be at least 1.");
        if (!File.Exists(path)) throw new MmvaException($"{path}: no such file.");
        _path = path;
        _session = new TowerSession(path, options.Session);
        try
        {
            _output = options.Output ?? Only(Outputs, "output");
            var shape = Shape(Outputs, _output, "output", TensorElementType.Float, 2, 3);
            Width = shape[^1] > 0 ? shape[^1] : throw Refuse($"the last axis of output '{_output}' must be of a fixed size");
            Layers = shape.Length == 3 && shape[1] > 0 ? shape[1] : 1;
            IsAveraged = shape.Length == 3 && shape[1] <= 0;
            Metadata = new(options.Name ?? Path.GetFileNameWithoutExtension(path), Layers, Width, options.License, path, Fingerprint(path, options));
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file for an encoder, and closes it again where the encoder refuses it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Names and session.</param>
    /// <param name="create">Makes the encoder, to which the file then belongs.</param>
    public static TEncoder Load<TEncoder>(string path, OnnxEncoderOptions options, Func<OnnxFile, TEncoder> create)
    {
        var file = new OnnxFile(path, options);
        try
        {
            return create(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public EncoderMetadata Metadata { get; }

    public int Layers { get; }

    public int Width { get; }

    /// <summary>Whether the output has a vector for every position, over which the mean is taken.</summary>
    public bool IsAveraged { get; }

    public bool HasInput(string name) => Inputs.ContainsKey(name);

    /// <summary>The name of the only input, where none was given.</summary>
    public string OnlyInput() => Only(Inputs, "input");

    /// <summary>Checks an input.</summary>
    /// <returns>Its shape; −1 where the size is open.</returns>
    public int[] InputShape(string name, TensorElementType type, int axes) => Shape(Inputs, name, "input", type, axes, axes);

    /// <summary>Every input that the caller will not provide must not exist.</summary>
    public void AllowOnly(params IReadOnlyList<string> names)
    {
        if (Inputs.Keys.FirstOrDefault(k => !names.Contains(k)) is { } other) throw Refuse($"its input '{other}' is not one that this encoder can provide");
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">By name.</param>
    /// <param name="count">Inputs in the batch.</param>
    /// <param name="weights">Of every position of every input in the mean; null where all count alike.</param>
    /// <param name="target">[count, layers, width].</param>
    public void Run(IReadOnlyDictionary<string, OrtValue> inputs, int count, float[]? weights, Span<float> target)
    {
        using var results = _session.Run(inputs, _output);
        var values = results[0].GetTensorDataAsSpan<float>();
        var size = Layers * Width;
        var positions = IsAveraged && count > 0 ? values.Length / (count * Width) : 1;
        if (values.Length != count * positions * size || (weights is not null && IsAveraged && weights.Length != count * positions))
            throw new MmvaException($"{_path}: output '{_output}' gave {values.Length} numbers for {count} inputs; {size} for each were expected.");
        if (!IsAveraged)
        {
            values.CopyTo(target);
            return;
        }
        target.Clear();
        for (var i = 0; i < count; i++)
        {
            var total = 0f;
            for (var p = 0; p < positions; p++) total += weights?[i * positions + p] ?? 1;
            for (var p = 0; p < positions; p++)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(values.Slice((i * positions + p) * Width, Width), (weights?[i * positions + p] ?? 1) / total, target.Slice(i * Width, Width), target.Slice(i * Width, Width));
        }
    }

    public MmvaException Refuse(string why) => new($"{_path}: {why}. Inputs of this file: {Describe(Inputs)}; outputs: {Describe(Outputs)}.");

    public void Dispose() => _session.Dispose();

    private IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.Inputs;

    private IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.Outputs;

    // of all files that hold weights: the same graph may stand before others
    private static string Fingerprint(string path, OnnxEncoderOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { path }.Concat(ExternalData.Of(path)))
        {
            using var stream = File.OpenRead(part);
            hash.AppendData(SHA256.HashData(stream));
        }
        hash.AppendData(Encoding.UTF8.GetBytes(options.Fingerprint));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private string Only(IReadOnlyDictionary<string, NodeMetadata> values, string what) =>
        values.Count == 1 ? values.Keys.First() : throw Refuse($"it has {values.Count} {what}s; name the one to use in the options");

    private int[] Shape(IReadOnlyDictionary<string, NodeMetadata> values, string name, string what, TensorElementType type, int least, int most)
    {
        if (!values.TryGetValue(name, out var value)) throw Refuse($"no {what} is named '{name}'");
        if (!value.IsTensor || value.ElementDataType != type) throw Refuse($"{what} '{name}' must hold {type} numbers");
        if (value.Dimensions.Length < least || value.Dimensions.Length > most) throw Refuse($"{what} '{name}' must have {least}{(most > least ? $" or {most}" : "")} axes");
        return value.Dimensions;
    }

    private static string Describe(IReadOnlyDictionary<string, NodeMetadata> values) => string.Join(", ", values.Select(v => !v.Value.IsTensor
        ? $"{v.Key} (no tensor)"
        : $"{v.Key} {v.Value.ElementDataType} [{string.Join(", ", v.Value.Dimensions.Select((size, i) => size > 0 ? $"{size}" : v.Value.SymbolicDimensions[i] is { Length: > 0 } symbol ? symbol : "?"))}]"));
}

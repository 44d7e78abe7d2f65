using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Mmva.Encoders;

/// <summary>A third-party .onnx file whose inputs and output are checked at load. Safe to use from several threads.</summary>
internal sealed class OnnxFile : IDisposable
{
    private readonly string _path, _output;
    private readonly int _axes;
    private readonly TowerSession _session;

    private OnnxFile(string path, OnnxEncoderOptions options)
    {
        if (!File.Exists(path)) throw new MmvaException($"{path}: no such file.");
        _path = path;
        _session = new TowerSession(path, options.Session);
        try
        {
            _output = options.Output ?? Only(Outputs, "output");
            var shape = Shape(Outputs, _output, "output", TensorElementType.Float, 2, 3);
            _axes = shape.Length;
            Width = shape[^1] > 0 ? shape[^1] : throw Refuse($"the last axis of output '{_output}' must have a fixed size");
            Layers = shape.Length == 3 && shape[1] > 0 ? shape[1] : 1;
            IsAveraged = shape.Length == 3 && shape[1] <= 0;
            // of all files that contain weights: the same graph may be stored with others
            var fingerprint = Fingerprint.OfFiles(options.Fingerprint, ExternalData.Of(path).Prepend(path));
            Metadata = new(options.Name ?? Path.GetFileNameWithoutExtension(path), Layers, Width, options.License, path, fingerprint);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file for an encoder, and closes it again if the encoder refuses it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Names and session, validated.</param>
    /// <param name="create">Creates the encoder, which then owns the file.</param>
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

    /// <summary>Whether the output has a vector for each position, over which the mean is taken.</summary>
    public bool IsAveraged { get; }

    public bool HasInput(string name) => Inputs.ContainsKey(name);

    /// <summary>The name of the only input, if the options name none.</summary>
    public string OnlyInput() => Only(Inputs, "input");

    /// <summary>Checks an input.</summary>
    /// <returns>Its shape; −1 for a size that is open.</returns>
    public int[] InputShape(string name, TensorElementType type, int axes) => Shape(Inputs, name, "input", type, axes, axes);

    /// <summary>Refuses inputs that the caller does not provide.</summary>
    public void AllowOnly(params IReadOnlyList<string> names)
    {
        if (Inputs.Keys.FirstOrDefault(k => !names.Contains(k)) is { } other)
            throw Refuse($"its input '{other}' is not one that this encoder can provide");
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">By name.</param>
    /// <param name="count">Inputs in the batch.</param>
    /// <param name="weights">The weight of each position of each input in the mean; null for equal weights.</param>
    /// <param name="target">[count, layers, width].</param>
    public void Run(IReadOnlyDictionary<string, OrtValue> inputs, int count, float[]? weights, Span<float> target)
    {
        using var results = _session.Run(inputs, _output);
        var values = results[0].GetTensorDataAsSpan<float>();
        var size = Layers * Width;
        var positions = IsAveraged && count > 0 ? values.Length / (count * Width) : 1;
        if (values.Length != count * positions * size || (weights is not null && IsAveraged && weights.Length != count * positions))
            throw new MmvaException($"{_path}: output '{_output}' has {values.Length} values for {count} inputs; {size} for each were expected.");
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
            var mean = target.Slice(i * Width, Width);
            for (var p = 0; p < positions; p++)
                TensorPrimitives.MultiplyAdd(
                    values.Slice((i * positions + p) * Width, Width), (weights?[i * positions + p] ?? 1) / total, mean, mean);
        }
    }

    /// <summary>The operator set that a graph with this file as a part has.</summary>
    public int OperatorSet => OnnxGraph.OperatorSetOf(_path);

    /// <summary>The file as a part of another graph.</summary>
    public Graph ReadGraph() => OnnxGraph.Read(_path);

    /// <summary>Adds the file to a graph, with the mean over positions.</summary>
    /// <param name="input">One of the inputs, with the graph to which the file is added.</param>
    /// <param name="file">The result of <see cref="ReadGraph"/>.</param>
    /// <param name="inputs">Values for all inputs, of one item each.</param>
    /// <param name="mask">The weights of the positions in the mean, float32 [1, positions]; null for equal weights.</param>
    /// <returns>float32 [1, layers, width].</returns>
    public Term AddTo(Term input, Graph file, IReadOnlyDictionary<string, GraphValue> inputs, Term? mask = null)
    {
        var output = new Term(input.Graph, input.Graph.Embed(file, inputs, _output), TensorType.Float32);
        if (_axes == 2) return output.Unsqueeze(1);
        if (!IsAveraged) return output;
        return mask is { } weights ? (weights / weights.Sum(1, keep: true)).Unsqueeze(1).MatMul(output) : output.Mean(1, keep: true);
    }

    public MmvaException Refuse(string why) => new($"{_path}: {why}. Inputs of this file: {Describe(Inputs)}; outputs: {Describe(Outputs)}.");

    public void Dispose() => _session.Dispose();

    private IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.Inputs;

    private IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.Outputs;

    private string Only(IReadOnlyDictionary<string, NodeMetadata> values, string what) =>
        values.Count == 1 ? values.Keys.First() : throw Refuse($"it has {values.Count} {what}s; name the one to use in the options");

    private int[] Shape(IReadOnlyDictionary<string, NodeMetadata> values, string name, string what, TensorElementType type, int least, int most)
    {
        if (!values.TryGetValue(name, out var value)) throw Refuse($"no {what} is named '{name}'");
        if (!value.IsTensor || value.ElementDataType != type) throw Refuse($"{what} '{name}' must contain {type} values");
        if (value.Dimensions.Length < least || value.Dimensions.Length > most)
            throw Refuse($"{what} '{name}' must have {least}{(most > least ? $" or {most}" : "")} axes");
        return value.Dimensions;
    }

    private static string Describe(IReadOnlyDictionary<string, NodeMetadata> values) =>
        string.Join(", ", values.Select(v => v.Value.IsTensor ? $"{v.Key} {v.Value.ElementDataType} [{Sizes(v.Value)}]" : $"{v.Key} (not a tensor)"));

    private static string Sizes(NodeMetadata value) => string.Join(
        ", ", value.Dimensions.Select((size, i) => size > 0 ? $"{size}" : value.SymbolicDimensions[i] is { Length: > 0 } symbol ? symbol : "?"));
}

using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Encodes captions with a third-party .onnx file.</summary>
/// <remarks>Safe to use from several threads if its tokenizer is; dispose it when no encoding is in progress.</remarks>
public sealed class OnnxCaptionEncoder : IModalityEncoder<string>, IGraphEncoder, IDisposable
{
    private const string DefaultInput = "input_ids", AttentionMask = "attention_mask", TokenTypes = "token_type_ids";

    private readonly OnnxFile _file;
    private readonly string _input;
    private readonly Func<string, TokenizedText> _tokenize;
    private readonly bool _masked, _typed;
    private readonly int _batch;

    private OnnxCaptionEncoder(OnnxFile file, OnnxCaptionOptions options)
    {
        _file = file;
        _tokenize = options.Tokenize!;
        _input = options.Input ?? (file.HasInput(DefaultInput) ? DefaultInput : file.OnlyInput());
        _masked = file.HasInput(AttentionMask);
        _typed = file.HasInput(TokenTypes);
        file.AllowOnly(_input, AttentionMask, TokenTypes);
        foreach (var name in new[] { _input, AttentionMask, TokenTypes }.Where(file.HasInput).DefaultIfEmpty(_input))
            if (file.InputShape(name, TensorElementType.Int64, 2) is [> 1, _] or [_, > 0])
                throw file.Refuse($"input '{name}' must accept any number of captions (or 1) and any number of tokens");
        // without a mask, padding could not be distinguished from text
        _batch = _masked && file.InputShape(_input, TensorElementType.Int64, 2)[0] <= 0 ? options.BatchSize : 1;
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata => _file.Metadata;

    /// <summary>Loads a file and checks its inputs and output.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">The tokenizer, and names.</param>
    /// <exception cref="OptionsValidationException">An option is missing or out of its range.</exception>
    /// <exception cref="MmvaException">
    /// The file cannot be loaded, or does not have the inputs and outputs of such an encoder; the message lists those it has.
    /// </exception>
    public static OnnxCaptionEncoder Load(string path, OnnxCaptionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated(new OnnxCaptionOptionsValidator());
        return OnnxFile.Load(path, options, file => new OnnxCaptionEncoder(file, options));
    }

    /// <inheritdoc/>
    /// <exception cref="MmvaException">The tokenizer returned no token for a caption, or the graph cannot be run on its tokens.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Frees the session. No call may be in progress.</summary>
    public void Dispose() => _file.Dispose();

    int IGraphEncoder.OperatorSet => _file.OperatorSet;

    Term IGraphEncoder.AddTo(GraphInput input)
    {
        var inputs = new Dictionary<string, GraphValue> { [_input] = input.Value.Value };
        if (_masked) inputs[AttentionMask] = input.Mask.Value;
        if (_typed) inputs[TokenTypes] = (input.Value - input.Value).Value;
        return _file.AddTo(input.Value, _file.ReadGraph(), inputs, input.Mask.As(TensorType.Float32));
    }

    private FeatureBatch Encode(IReadOnlyList<string> captions, CancellationToken cancellationToken)
    {
        var (texts, notices) = Captions.Tokenize(captions, _tokenize, notice: null, cancellationToken);
        if (Array.FindIndex(texts, ids => ids.Length == 0) is >= 0 and var none)
            throw new MmvaException($"caption {none}: the tokenizer returned no token for it. Special tokens must be included.");
        var size = _file.Layers * _file.Width;
        var features = new float[texts.Length * size];
        foreach (var batch in Enumerable.Range(0, texts.Length).OrderBy(i => texts[i].Length).Chunk(_batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = new float[batch.Length * size];
            Run([.. batch.Select(i => texts[i])], results);
            for (var row = 0; row < batch.Length; row++) results.AsSpan(row * size, size).CopyTo(features.AsSpan(batch[row] * size));
        }
        return new(captions.Count, _file.Layers, _file.Width, features, notices);
    }

    private void Run(int[][] texts, Span<float> target)
    {
        var length = texts.Max(t => t.Length);
        long[] ids = new long[texts.Length * length], mask = new long[ids.Length];
        for (var row = 0; row < texts.Length; row++)
            for (var t = 0; t < texts[row].Length; t++) (ids[row * length + t], mask[row * length + t]) = (texts[row][t], 1);
        using var idsTensor = OrtTensor.Over(ids.AsMemory(), texts.Length, length);
        using var maskTensor = OrtTensor.Over(mask.AsMemory(), texts.Length, length);
        using var typesTensor = OrtTensor.Over(new long[ids.Length].AsMemory(), texts.Length, length);
        var inputs = new Dictionary<string, OrtValue> { [_input] = idsTensor };
        if (_masked) inputs[AttentionMask] = maskTensor;
        if (_typed) inputs[TokenTypes] = typesTensor;
        _file.Run(inputs, texts.Length, [.. mask.Select(m => (float)m)], target);
    }
}

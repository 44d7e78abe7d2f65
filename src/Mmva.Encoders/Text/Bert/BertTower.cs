using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>A loaded BERT or RoBERTa: from token ids to the features of all hidden states. Safe to use from several threads.</summary>
internal sealed class BertTower : Tower
{
    private readonly TextPooling _pooling;
    private readonly Precision _precision;

    /// <param name="folder">Contains config.json and the weights.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="options">Threads and execution provider.</param>
    /// <param name="pooling">How features are taken from a hidden state.</param>
    /// <param name="modelType">The required model_type of config.json: bert or roberta.</param>
    public BertTower(
        string folder, Precision precision, OnnxSessionOptions? options = null, TextPooling pooling = TextPooling.TokenMeans,
        string modelType = "bert")
        : this(BertConfig.Read(Path.Combine(folder, "config.json"), modelType), folder, precision, options, pooling)
    {
    }

    private BertTower(BertConfig config, string folder, Precision precision, OnnxSessionOptions? options, TextPooling pooling)
        : this(config, ModelWeights.Open(folder), precision, options, pooling)
    {
    }

    private BertTower(BertConfig config, ModelWeights weights, Precision precision, OnnxSessionOptions? options, TextPooling pooling)
        : base(
            [weights], $"{pooling} {config}", standardOnly => BertGraph.Build(config, weights, precision, pooling, standardOnly: standardOnly),
            precision, options)
    {
        Config = config;
        _pooling = pooling;
        _precision = precision;
    }

    public BertConfig Config { get; }

    /// <summary>The output of the graph.</summary>
    public string FeaturesName => BertGraph.Features(_pooling);

    /// <summary>Values per text: (layers + 1) × width.</summary>
    public int FeatureSize => (Config.Layers + 1) * Config.Width;

    /// <summary>The features of all hidden states.</summary>
    /// <param name="texts">The token ids of each text, special tokens included.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>[texts, layers + 1, width].</returns>
    public float[] Features(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default)
    {
        var result = new float[texts.Count * FeatureSize];
        foreach (var batch in TokenBatches.Plan([.. texts.Select(t => t.Length)], _precision))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var features = Run(batch, texts);
            for (var i = 0; i < batch.Count; i++) features.AsSpan(i * FeatureSize, FeatureSize).CopyTo(result.AsSpan(batch[i] * FeatureSize));
        }
        return result;
    }

    private float[] Run(ArraySegment<int> batch, IReadOnlyList<int[]> texts)
    {
        var length = batch.Max(i => texts[i].Length);
        long[] ids = new long[batch.Count * length], mask = new long[ids.Length];
        Array.Fill(ids, Config.PaddingId ?? 0);
        for (var row = 0; row < batch.Count; row++)
        {
            var text = texts[batch[row]];
            for (var t = 0; t < text.Length; t++) (ids[row * length + t], mask[row * length + t]) = (text[t], 1);
        }
        var features = new float[batch.Count * FeatureSize];
        using var idsTensor = OrtTensor.Over(ids.AsMemory(), batch.Count, length);
        using var maskTensor = OrtTensor.Over(mask.AsMemory(), batch.Count, length);
        using var featuresTensor = OrtTensor.Over(features.AsMemory(), batch.Count, Config.Layers + 1, Config.Width);
        Session.Run(
            new Dictionary<string, OrtValue> { [BertGraph.InputIds] = idsTensor, [BertGraph.AttentionMask] = maskTensor },
            new Dictionary<string, OrtValue> { [FeaturesName] = featuresTensor });
        return features;
    }
}

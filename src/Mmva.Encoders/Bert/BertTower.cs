using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>A loaded BERT or RoBERTa: token ids in, the features of all hidden states out. Safe to use from several threads.</summary>
internal sealed class BertTower : IDisposable
{
    private readonly LoadedModel _model;
    private readonly TextPooling _pooling;
    private readonly Precision _precision;

    /// <param name="folder">Holds config.json and the weights.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="options">Threads and provider.</param>
    /// <param name="pooling">What the features are.</param>
    /// <param name="modelType">What config.json must say: bert or roberta.</param>
    public BertTower(string folder, Precision precision, OnnxSessionOptions? options = null, TextPooling pooling = TextPooling.TokenMeans, string modelType = "bert")
    {
        Config = BertConfig.Read(Path.Combine(folder, "config.json"), modelType);
        (_pooling, _precision) = (pooling, precision);
        _model = new(ModelWeights.Open(folder), $"{pooling} {Config}", (weights, standardOnly) => BertGraph.Build(Config, weights, precision, pooling, standardOnly: standardOnly), precision, options);
    }

    public BertConfig Config { get; }

    /// <summary>Of weights, configuration and precision.</summary>
    public string Fingerprint => _model.Fingerprint;

    /// <summary>Of weights and configuration alone.</summary>
    public string WeightsFingerprint => _model.WeightsFingerprint;

    /// <summary>Numbers per text: (layers + 1) × width.</summary>
    public int FeatureSize => (Config.Layers + 1) * Config.Width;

    /// <summary>The features of all hidden states.</summary>
    /// <param name="texts">Token ids of every text, special tokens included.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
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

    public void SaveOnnx(string path) => _model.SaveOnnx(path);

    public void Dispose() => _model.Dispose();

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
        _model.Session.Run(
            new Dictionary<string, OrtValue> { [BertGraph.InputIds] = idsTensor, [BertGraph.AttentionMask] = maskTensor },
            new Dictionary<string, OrtValue> { [BertGraph.Features(_pooling)] = featuresTensor });
        return features;
    }
}

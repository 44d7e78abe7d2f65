using System.Runtime.InteropServices;
using System.Text.Json;
using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;
using Mmva.WeightFiles;

namespace Mmva.Parity.Kinds;

/// <summary>
/// Replays a golden training run of the heads: the first step's outputs and gradients, then every step's losses and the final weights.
/// </summary>
internal static class MmvaHeadsReplay
{
    private const double Limit = 1e-5, FinalWeightLimit = 2e-5;

    public static IEnumerable<ParityRow> Run(GoldenFolder folder, int threads = 2, SimdLevel? level = null)
    {
        var meta = folder.Json();
        using var io = folder.Tensors();
        int Size(string name) => meta.GetProperty(name).GetInt32();
        var (steps, batch, shape) = (Size("steps"), Size("batch"), new FeatureShape(Size("layers"), Size("width")));
        var options = new MmvaModelOptions { Image = new(1, Size("z")), Music = shape, Caption = shape, EmbeddingWidth = Size("z"),
            HiddenWidth = Size("hidden"), Dropout = meta.GetProperty("dropout").GetSingle() };
        var model = new MmvaModel(options);
        StateDict.Read(model.Network.Layout, io, "init.").CopyTo(model.Weights);
        using var trainer = new MmvaTrainer(
            model, new GoldenBatches(io, options, batch), new() { Epochs = steps, BatchSize = batch, Threads = threads }, level);

        trainer.ComputeGradients();
        float[] Output(Modality modality) => [.. Rows(trainer.Activations.Emotion[(int)modality].Output)];
        yield return ParityRow.Absolute("out.image", Output(Modality.Image), io["out.image"].ToFloats(), Limit);
        yield return ParityRow.Absolute("out.music", Output(Modality.Music), io["out.music"].ToFloats(), Limit);
        yield return ParityRow.Absolute("out.caption", Output(Modality.Caption), io["out.caption"].ToFloats(), Limit);
        yield return ParityRow.Absolute("out.similarity", [.. Rows(trainer.Activations.Similarity!.Output)], io["out.similarity"].ToFloats(), Limit);
        foreach (var parameter in model.Network.Layout.Parameters)
            yield return ParityRow.Absolute($"grad.{parameter.Name}", trainer.Gradients[parameter], io[$"grad.{parameter.Name}"].ToFloats(), Limit);

        float[] rates = new float[steps], losses = new float[5 * steps];
        for (var t = 0; t < steps; t++)
        {
            rates[t] = (float)trainer.LearningRate;
            var loss = trainer.TrainStep();
            new[] { (float)loss.Image, (float)loss.Music, (float)loss.Caption, (float)loss.Similarity, (float)loss.Total }.CopyTo(losses, 5 * t);
        }
        yield return ParityRow.OfScale("lr", rates, Numbers(meta.GetProperty("lr")), Limit);
        var trace = meta.GetProperty("trace").EnumerateArray().SelectMany(Numbers).ToArray();
        foreach (var (column, name) in new[] { "image", "music", "caption", "similarity", "total" }.Index())
            yield return ParityRow.Absolute($"loss.{name}", Column(losses, column), Column(trace, column), Limit);
        foreach (var parameter in model.Network.Layout.Parameters)
            yield return ParityRow.Absolute(
                $"final.{parameter.Name}", model.Weights[parameter], io[$"final.{parameter.Name}"].ToFloats(), FinalWeightLimit);
    }

    private static IEnumerable<float> Rows(Matrix matrix) => Enumerable.Range(0, matrix.Rows).SelectMany(i => matrix.Row(i).ToArray());

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetSingle())];

    private static float[] Column(float[] table, int column) => [.. table.Where((_, i) => i % 5 == column)];

    /// <summary>The golden batches in their order, each a step of one epoch.</summary>
    private sealed class GoldenBatches(SafetensorsFile io, MmvaModelOptions options, int batch) : IBatchSource
    {
        private readonly float[] _similarity = io["similarity"].ToFloats();
        private readonly float[] _vaImage = io["va_image"].ToFloats(), _vaMusic = io["va_music"].ToFloats();
        private int _next;

        public FeatureBatch Images { get; } = Features(io["images"], options.Image);
        public FeatureBatch Music { get; } = Features(io["music"], options.Music);
        public FeatureBatch Captions { get; } = Features(io["captions"], options.Caption);

        public int StepsPerEpoch(int batchSize) => 1;

        public void BeginEpoch(RandomSource random) { }

        public void Fill(MatchedBatch target, int step, RandomSource random)
        {
            // the first batch is asked for twice: once for its gradients alone
            var start = Math.Max(0, _next++ - 1) * batch;
            for (var i = 0; i < batch; i++)
            {
                target.ImageRows[i] = target.MusicRows[i] = target.CaptionRows[i] = start + i;
                target.ImageEmotions[i] = Points(_vaImage)[start + i];
                target.MusicEmotions[i] = target.CaptionEmotions[i] = Points(_vaMusic)[start + i];
                target.Similarities[i] = _similarity[start + i];
            }
        }

        private static ReadOnlySpan<ValenceArousal> Points(float[] values) => MemoryMarshal.Cast<float, ValenceArousal>(values);

        private static FeatureBatch Features(Tensor tensor, FeatureShape shape) =>
            new(tensor.Count / (shape.Layers * shape.Width), shape.Layers, shape.Width, tensor.ToFloats());
    }
}

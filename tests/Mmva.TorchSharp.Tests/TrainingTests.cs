using System.Text.Json;
using Mmva.TestSupport;
using Mmva.Training;
using Mmva.WeightFiles;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Mmva.TorchSharp.Tests;

public sealed class TrainingTests : IDisposable
{
    private const string Initial = "init.";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The golden run of PyTorch: 40 steps of AdamW with a cosine schedule.</summary>
    [SkippableFact]
    public void A_training_run_matches_PyTorch()
    {
        NativeTorch.Require();
        using var json = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Fixture("mmva-heads", "io.json")));
        var meta = json.RootElement;
        using var io = GoldenFiles.Tensors("mmva-heads");
        int Size(string name) => meta.GetProperty(name).GetInt32();
        var (steps, batchSize, shape) = (Size("steps"), Size("batch"), new FeatureShape(Size("layers"), Size("width")));
        SafetensorsWriter.Write(
            _folder.File("initial.safetensors"),
            io.Tensors.Values.Where(t => t.Name.StartsWith(Initial, StringComparison.Ordinal))
                .Select(t => WeightFiles.Tensor.FromFloats(t.Name[Initial.Length..], t.ToFloats(), [.. t.Shape])));
        var model = MmvaModel.Load(_folder.File("initial.safetensors"), new()
        {
            Image = new(1, Size("z")), Music = shape, Caption = shape, EmbeddingWidth = Size("z"), HiddenWidth = Size("hidden"), Dropout = 0,
        });
        using var module = new MmvaModule(model);
        module.train();
        using var optimizer = optim.AdamW(module.parameters(), lr: 3e-4, weight_decay: 0.01);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, steps);
        var trace = meta.GetProperty("trace").EnumerateArray().Select(row => row[4].GetSingle()).ToArray();
        using var scope = NewDisposeScope();
        Tensor Features(string name, FeatureShape its) =>
            tensor(io[name].ToFloats(), [io[name].Count / (its.Layers * its.Width), its.Layers, its.Width]);
        var (images, music, captions) = (Features("images", model.Options.Image), Features("music", shape), Features("captions", shape));

        for (var step = 0; step < steps; step++)
        {
            using var one = NewDisposeScope();
            optimizer.zero_grad();
            var loss = module.Loss(images, music, captions, Batch(io, step * batchSize, batchSize));
            loss.item<float>().Should().BeApproximately(trace[step], 1e-5f);
            loss.backward();
            if (step == 0)
                foreach (var (name, parameter) in module.named_parameters())
                    Largest(parameter.grad!, io[$"grad.{name}"]).Should().BeLessThan(1e-5f, name);
            optimizer.step();
            schedule.step();
        }

        foreach (var (name, parameter) in module.named_parameters()) Largest(parameter, io[$"final.{name}"]).Should().BeLessThan(2e-5f, name);
    }

    [SkippableFact]
    public void The_loss_is_that_of_the_trainer_with_weights_of_items_and_of_parts()
    {
        NativeTorch.Require();
        var model = new MmvaModel(Models.Small with { Dropout = 0 }, seed: 5);
        var source = new OneBatch();
        var factors = new LossWeights(1, 0.5, 2, 3);
        using var module = new MmvaModule(model);
        using var scope = NewDisposeScope();
        var batch = new MatchedBatch(6);
        source.Fill(batch, 0, new(0));

        var loss = module.Loss(source.Images.ToTensor(), source.Music.ToTensor(), source.Captions.ToTensor(), batch, factors).item<float>();

        using var trainer = new MmvaTrainer(model, source, new() { Epochs = 1, BatchSize = 6, LossWeights = factors });
        loss.Should().BeApproximately((float)trainer.TrainStep().Total, 1e-5f);
    }

    [SkippableFact]
    public void Dropout_is_active_in_training_only()
    {
        NativeTorch.Require();
        using var module = new MmvaModule(new MmvaModel(Models.Small, seed: 5));
        using var scope = NewDisposeScope();
        var embeddings = Models.Features(new(1, 24), 8, seed: 1).ToTensor().squeeze(1);
        float[] Once() => TensorValues.ToFloats(module.PredictEmotion(Modality.Image, embeddings));

        Once().Should().Equal(Once());
        module.train();
        Once().Should().NotEqual(Once());
    }

    public void Dispose() => _folder.Dispose();

    private static float Largest(Tensor actual, WeightFiles.Tensor expected) =>
        TensorValues.ToFloats(actual).Zip(expected.ToFloats(), (a, b) => Math.Abs(a - b)).Max();

    private static MatchedBatch Batch(SafetensorsFile io, int start, int count)
    {
        var batch = new MatchedBatch(count);
        var (image, music, similarity) = (io["va_image"].ToFloats(), io["va_music"].ToFloats(), io["similarity"].ToFloats());
        for (var i = 0; i < count; i++)
        {
            batch.ImageRows[i] = batch.MusicRows[i] = batch.CaptionRows[i] = start + i;
            batch.ImageEmotions[i] = new(image[2 * (start + i)], image[2 * (start + i) + 1]);
            batch.MusicEmotions[i] = batch.CaptionEmotions[i] = new(music[2 * (start + i)], music[2 * (start + i) + 1]);
            batch.Similarities[i] = similarity[start + i];
        }
        return batch;
    }

    private sealed class OneBatch : IBatchSource
    {
        public FeatureBatch Images { get; } = Models.Features(Models.Small.Image, 5, 1);
        public FeatureBatch Music { get; } = Models.Features(Models.Small.Music, 4, 2);
        public FeatureBatch Captions { get; } = Models.Features(Models.Small.Caption, 3, 3);

        public int StepsPerEpoch(int batchSize) => 1;

        public void BeginEpoch(RandomSource random)
        {
        }

        public void Fill(MatchedBatch batch, int step, RandomSource random)
        {
            batch.Count = 5;
            for (var i = 0; i < 5; i++)
            {
                (batch.ImageRows[i], batch.MusicRows[i], batch.CaptionRows[i]) = (4 - i, i % 4, i % 3);
                batch.ImageEmotions[i] = new(0.1f * i, 0.9f - (0.1f * i));
                batch.MusicEmotions[i] = new(0.2f * i, 0.3f);
                batch.CaptionEmotions[i] = i == 2 ? new(float.NaN, float.NaN) : new(0.5f, 0.1f * i);
                batch.Similarities[i] = 0.2f * i;
                batch.MusicWeights[i] = 1 + i;
                batch.CaptionWeights[i] = i == 2 ? 0 : 1;
            }
        }
    }
}

using Mmva;
using Mmva.Model;
using Mmva.Training;
using Mmva.WeightFiles;

namespace TrainCompact;

/// <summary>Retrains the similarity head on the embeddings of a finished model: it learns slowly, and the rest would overfit meanwhile.</summary>
internal static class SimilarityTrainer
{
    private const string Head = "similarity_head.";

    public static MmvaModel Train(MmvaModel heads, IBatchSource source, MmvaTrainerOptions options)
    {
        var embedding = new FeatureShape(1, heads.Options.EmbeddingWidth);
        var model = new MmvaModel(heads.Options with { Image = embedding, Music = embedding, Caption = embedding }, options.Seed);
        options.LossWeights = new(0, 0, 0, 1);
        using (var trainer = new MmvaTrainer(model, new Embedded(heads, source), options))
            while (trainer.Epoch < options.Epochs) trainer.TrainStep();
        return WithHeadOf(model, heads);
    }

    private static MmvaModel WithHeadOf(MmvaModel model, MmvaModel heads)
    {
        var (from, to) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            model.Save(from);
            heads.Save(to);
            using (var trained = SafetensorsFile.Open(from))
            using (var whole = SafetensorsFile.Open(to))
            {
                var tensors = whole.Tensors.Select(t => t.Key.StartsWith(Head, StringComparison.Ordinal) ? trained[t.Key] : t.Value);
                SafetensorsWriter.Write(from + ".merged", [.. tensors], whole.Metadata.ToDictionary());
            }
            return MmvaModel.Load(from + ".merged");
        }
        finally
        {
            foreach (var file in new[] { from, to, from + ".merged" }) File.Delete(file);
        }
    }

    private sealed class Embedded(MmvaModel heads, IBatchSource source) : IBatchSource
    {
        private readonly float[] _images = new float[source.Images.Count * heads.Options.EmbeddingWidth];
        private readonly float[] _music = new float[source.Music.Count * heads.Options.EmbeddingWidth];

        public FeatureBatch Images => new(source.Images.Count, 1, heads.Options.EmbeddingWidth, _images);

        public FeatureBatch Music => new(source.Music.Count, 1, heads.Options.EmbeddingWidth, _music);

        public FeatureBatch Captions { get; } =
            new(source.Captions.Count, 1, heads.Options.EmbeddingWidth, heads.Embed(Modality.Caption, source.Captions));

        public int StepsPerEpoch(int batchSize) => source.StepsPerEpoch(batchSize);

        public void BeginEpoch(RandomSource random)
        {
            // features have new noise in every epoch
            source.BeginEpoch(random);
            heads.Embed(Modality.Image, source.Images).CopyTo(_images, 0);
            heads.Embed(Modality.Music, source.Music).CopyTo(_music, 0);
        }

        public void Fill(MatchedBatch batch, int step, RandomSource random) => source.Fill(batch, step, random);
    }
}

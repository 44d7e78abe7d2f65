using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace PaperTables;

/// <summary>Batches of one modality. The two others are placeholders whose labels weigh nothing.</summary>
internal sealed class SingleModality : IBatchSource
{
    // as wide as an embedding, so that it gets no neck
    private static readonly FeatureBatch Placeholder = new(
        1, 1, MmvaModelOptions.DefaultEmbeddingWidth, new float[MmvaModelOptions.DefaultEmbeddingWidth]);

    private readonly Modality _modality;
    private readonly FeatureSet _set;
    private readonly IReadOnlyList<ValenceArousal> _emotions;
    private readonly int[] _order;

    public SingleModality(Modality modality, FeatureSet set)
    {
        _modality = modality;
        _set = set;
        _emotions = set.Emotions;
        _order = new int[set.Count];
    }

    public FeatureBatch Images => FeaturesOf(Modality.Image);

    public FeatureBatch Music => FeaturesOf(Modality.Music);

    public FeatureBatch Captions => FeaturesOf(Modality.Caption);

    /// <summary>The loss of the modality alone.</summary>
    public static LossWeights LossOf(Modality modality) => new(
        modality == Modality.Image ? 1 : 0, modality == Modality.Music ? 1 : 0, modality == Modality.Caption ? 1 : 0, 0);

    /// <summary>The sizes of a model for the modality: the paper's, without a similarity head.</summary>
    public static MmvaModelOptions SizesFor(Modality modality, FeatureShape shape)
    {
        FeatureShape Of(Modality other) => other == modality ? shape : new(Placeholder.Layers, Placeholder.Width);
        return new() { Image = Of(Modality.Image), Music = Of(Modality.Music), Caption = Of(Modality.Caption), SimilarityHead = false };
    }

    public int StepsPerEpoch(int batchSize) => (_order.Length + batchSize - 1) / batchSize;

    public void BeginEpoch(RandomSource random)
    {
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        random.Shuffle(_order.AsSpan());
    }

    public void Fill(MatchedBatch batch, int step, RandomSource random)
    {
        var start = step * batch.Capacity;
        batch.Count = Math.Min(batch.Capacity, _order.Length - start);
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var (rows, labels, weights) = PartOf(batch, modality);
            for (var i = 0; i < batch.Count; i++)
            {
                rows[i] = modality == _modality ? _order[start + i] : 0;
                labels[i] = modality == _modality ? _emotions[rows[i]] : default;
                weights[i] = modality == _modality ? 1 : 0;
            }
        }
    }

    private FeatureBatch FeaturesOf(Modality modality) => modality == _modality ? _set.Features : Placeholder;

    private static (int[] Rows, ValenceArousal[] Labels, float[] Weights) PartOf(MatchedBatch batch, Modality modality) => modality switch
    {
        Modality.Image => (batch.ImageRows, batch.ImageEmotions, batch.ImageWeights),
        Modality.Music => (batch.MusicRows, batch.MusicEmotions, batch.MusicWeights),
        _ => (batch.CaptionRows, batch.CaptionEmotions, batch.CaptionWeights),
    };
}

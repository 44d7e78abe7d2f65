using IndexLibrary.Files;
using Mmva;

namespace IndexLibrary.Indexing;

/// <summary>Neighbouring files of one kind, which go through their encoder together.</summary>
internal sealed class Embedder(IEmotionPredictor predictor)
{
    private readonly List<(LibraryFile File, Content Content)> _batch = [];

    /// <summary>Whether a content may still be added before <see cref="EmbedAsync"/>.</summary>
    public bool Takes(Content content) => _batch.Count == 0 || _batch[0].Content.Modality == content.Modality && _batch.Count < content.LargestBatch;

    public void Add(LibraryFile file, Content content) => _batch.Add((file, content));

    /// <summary>Embeds what was added, and forgets it. A file that its encoder refuses fails alone.</summary>
    public async Task<IReadOnlyList<Outcome>> EmbedAsync(CancellationToken cancellationToken)
    {
        var batch = _batch.ToList();
        _batch.Clear();
        if (batch.Count == 0) return [];
        try
        {
            IReadOnlyList<EmotionPrediction> predictions = batch[0].Content.Image is not null
                ? await predictor.PredictAsync([.. batch.Select(one => one.Content.Image!)], cancellationToken)
                : await predictor.PredictAsync([.. batch.Select(one => one.Content.Music!)], cancellationToken);
            return [.. batch.Zip(predictions, (one, prediction) =>
                new Outcome(one.File, one.Content.Id, new EmotionItem(one.Content.Id, one.Content.Modality, prediction.Emotion, Embedding: prediction.Embedding), null))];
        }
        catch (MmvaException) when (batch.Count > 1)
        {
            var outcomes = new List<Outcome>();
            foreach (var (file, content) in batch)
            {
                Add(file, content);
                outcomes.AddRange(await EmbedAsync(cancellationToken));
            }
            return outcomes;
        }
        catch (MmvaException e)
        {
            return [Outcome.Failed(batch[0].File, $"{batch[0].File.Path}: {e.Message}")];
        }
    }
}

using Mmva;

namespace Predict;

/// <summary>Neighbouring inputs of one kind, which go through their encoder together.</summary>
internal sealed class Batch(IEmotionPredictor predictor)
{
    private readonly List<(string Label, Decoded Value)> _items = [];

    /// <summary>Whether an input may still be added.</summary>
    public bool Takes(Decoded value) => _items.Count == 0 || _items[0].Value.Modality == value.Modality && _items.Count < value.LargestBatch;

    public void Add(string label, Decoded value) => _items.Add((label, value));

    /// <summary>Predicts what was added, and forgets it. An input that its encoder refuses has an error; the others are not disturbed.</summary>
    public async Task<List<(string Label, string Modality, EmotionPrediction? Prediction, string? Error)>> PredictAsync(CancellationToken cancellationToken)
    {
        var items = _items.ToList();
        _items.Clear();
        try
        {
            var predictions = await EncodeAsync([.. items.Select(item => item.Value)], cancellationToken);
            return [.. items.Zip(predictions, (item, p) => (item.Label, item.Value.Modality, (EmotionPrediction?)p, (string?)null))];
        }
        catch (MmvaException) when (items.Count > 1)
        {
            var answers = new List<(string, string, EmotionPrediction?, string?)>();
            foreach (var (label, value) in items)
            {
                Add(label, value);
                answers.AddRange(await PredictAsync(cancellationToken));
            }
            return answers;
        }
        catch (MmvaException e)
        {
            return [(items[0].Label, items[0].Value.Modality, null, e.Message)];
        }
    }

    private async Task<IReadOnlyList<EmotionPrediction>> EncodeAsync(IReadOnlyList<Decoded> values, CancellationToken cancellationToken) => values switch
    {
        [] => [],
        [{ Image: not null }, ..] => await predictor.PredictAsync([.. values.Select(v => v.Image!)], cancellationToken),
        [{ Music: not null }, ..] => await predictor.PredictAsync([.. values.Select(v => v.Music!)], cancellationToken),
        _ => await predictor.PredictAsync([.. values.Select(v => v.Caption!)], cancellationToken),
    };
}

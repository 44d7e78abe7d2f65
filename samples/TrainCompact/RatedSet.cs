using Mmva.Data.Datasets;
using Mmva.Emotion;

namespace TrainCompact;

/// <summary>The rated items of one modality with their features.</summary>
internal sealed record RatedSet(IReadOnlyList<RatedItem> Items, int Width, float[] Features)
{
    public int Count => Items.Count;

    /// <summary>The data set an item comes from: the first part of its group.</summary>
    public string Source(int row) => Items[row].Group[..Items[row].Group.IndexOf('/', StringComparison.Ordinal)];

    public ReadOnlySpan<float> Row(int row) => Features.AsSpan(row * Width, Width);

    public ValenceArousal[] Emotions(IReadOnlyList<int> rows) => [.. rows.Select(r => Items[r].Emotion)];

    /// <summary>The features of some rows, one after the other.</summary>
    public float[] Take(IReadOnlyList<int> rows)
    {
        var taken = new float[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++) Row(rows[i]).CopyTo(taken.AsSpan(i * Width));
        return taken;
    }
}

/// <summary>Everything to train on.</summary>
internal sealed record TrainingData(RatedSet Images, RatedSet Music, RatedSet Texts, RatedSet MusicCaptions)
{
    public IEnumerable<(string Modality, RatedSet Set)> Rated => [("image", Images), ("music", Music), ("caption", Texts)];
}

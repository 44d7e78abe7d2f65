namespace Mmva.Docs.Pictures.Pictures;

/// <summary>Items at random points, more of them where music is dense.</summary>
internal static class MadeUpLibrary
{
    public static IReadOnlyList<EmotionItem> Of(int count, int seed)
    {
        var random = new Random(seed);
        (float Valence, float Arousal, float Spread)[] clusters =
            [(0.62f, 0.4f, 0.16f), (0.35f, 0.45f, 0.14f), (0.7f, 0.7f, 0.13f), (0.3f, 0.75f, 0.1f)];
        var items = new List<EmotionItem>();
        while (items.Count < count)
        {
            var (valence, arousal, spread) = clusters[random.Next(clusters.Length)];
            var point = new ValenceArousal(valence + spread * Normal(), arousal + spread * Normal());
            if (point is { Valence: > 0 and < 1, Arousal: > 0 and < 1 })
                items.Add(new($"track-{items.Count}", Modality.Music, point, $"track-{items.Count}.mp3"));
        }
        return items;

        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}

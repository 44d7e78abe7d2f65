namespace Mmva.PostgreSql.Tests;

/// <summary>Creates items to write.</summary>
internal static class SampleItems
{
    public static EmotionItem[] Create(string prefix, int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(i => new EmotionItem($"{prefix}-{i}", (Modality)(i % 3), new ValenceArousal(random.NextSingle(), random.NextSingle()),
            $"payload {i}"))];
    }
}

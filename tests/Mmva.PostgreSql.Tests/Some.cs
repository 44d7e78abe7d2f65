namespace Mmva.PostgreSql.Tests;

/// <summary>Items to write.</summary>
internal static class Some
{
    public static EmotionItem[] Items(string prefix, int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new EmotionItem($"{prefix}-{i}", (Modality)(i % 3), new ValenceArousal(random.NextSingle(), random.NextSingle()), $"payload {i}"))];
    }
}

using System.Diagnostics;
using Mmva.Endurance.Results;

namespace Mmva.Endurance.Retriever;

/// <summary>Tasks that query a retriever while others add and remove items.</summary>
internal sealed class RetrieverWork(IEmotionRetriever retriever, IEmotionPredictor predictor, EmotionalSimilarity similarity, int seed)
{
    private const int StableCount = 2000, MostMoving = 1000, MostFailures = 20, TextTasks = 2;
    private static readonly TimeSpan
        QueryPause = TimeSpan.FromMilliseconds(200), TextPause = TimeSpan.FromSeconds(1), WritePause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Texts =
        ["a quiet morning by the sea", "a storm over the city", "children dance in the sun", "alone at night", "a fast chase, loud drums"];

    private readonly Latencies _latencies = new();
    private readonly List<string> _failures = [];
    private long _queries, _added, _removed, _failureCount;

    public async Task<RetrieverReport> RunAsync(int tasks, TimeSpan length, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        EmotionItem[] stable = [.. Enumerable.Range(0, StableCount).Select(i => Item($"stable {i}", random))];
        await retriever.Index.AddAsync(stable, cancellationToken);
        var texts = new List<(string Text, ValenceArousal Point)>();
        foreach (var text in Texts) texts.Add((text, (await predictor.PredictAsync([text], cancellationToken))[0].Emotion));
        var ledger = new ItemLedger(stable, similarity);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(length);
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, tasks).Select(
                i => RepeatAsync(new Random(seed + 10 + i), QueryPause, random => QueryAsync(ledger, random), end.Token)),
            .. Enumerable.Range(0, TextTasks).Select(i => RepeatAsync(
                new Random(seed + 5000 + i), TextPause, random => AskAsync(ledger, texts[random.Next(texts.Count)], random), end.Token)),
            RepeatAsync(new Random(seed + 1), WritePause, random => WriteAsync(ledger, random), end.Token),
            RepeatAsync(new Random(seed + 2), TextPause, random => IndexTextAsync(ledger, texts[random.Next(texts.Count)]), end.Token),
        ]);
        cancellationToken.ThrowIfCancellationRequested();
        var count = await retriever.Index.CountAsync(cancellationToken: cancellationToken);
        if (count != StableCount + ledger.MovingCount) Fail($"the index has {count} items at the end, not {StableCount + ledger.MovingCount}");
        return new(_queries, _added, _removed, _failureCount, _failures, _latencies.Rows());
    }

    private async Task RepeatAsync(Random random, TimeSpan pause, Func<Random, Task<string?>> work, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.NextDouble() * 2 * pause, end);
                if (await Task.Run(() => work(random), CancellationToken.None) is { } wrong) Fail(wrong);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (MmvaException e)
        {
            Fail($"{e.GetType().Name}: {e.Message}");
        }
    }

    private async Task<string?> QueryAsync(ItemLedger ledger, Random random)
    {
        var point = new ValenceArousal(random.NextSingle(), random.NextSingle());
        var (count, modality) = (1 + random.Next(30), random.Next(3) is var which and < 2 ? (Modality)which : (Modality?)null);
        var began = Stopwatch.GetTimestamp();
        var matches = await retriever.Index.NearestAsync(point, count, modality);
        return Checked("nearest to a point", ledger, point, count, modality, matches, began);
    }

    private async Task<string?> AskAsync(ItemLedger ledger, (string Text, ValenceArousal Point) text, Random random)
    {
        var count = 1 + random.Next(10);
        var began = Stopwatch.GetTimestamp();
        var matches = await retriever.FindAsync(text.Text, count, Modality.Music);
        return Checked("nearest to a text", ledger, text.Point, count, Modality.Music, matches, began);
    }

    private string? Checked(
        string kind, ItemLedger ledger, ValenceArousal point, int count, Modality? modality, IReadOnlyList<EmotionMatch> matches, long began)
    {
        var ended = Stopwatch.GetTimestamp();
        _latencies.Add(kind, Stopwatch.GetElapsedTime(began, ended));
        Interlocked.Increment(ref _queries);
        return ledger.Wrong(point, count, modality, matches, began, ended) is { } wrong ? $"{kind}: {wrong}" : null;
    }

    private async Task<string?> WriteAsync(ItemLedger ledger, Random random)
    {
        var count = 1 + random.Next(20);
        if (ledger.MovingCount > random.Next(MostMoving))
        {
            Interlocked.Add(ref _removed, count);
            return await ledger.RemoveAsync(Math.Min(count, ledger.MovingCount), ids => retriever.Index.RemoveAsync(ids));
        }
        EmotionItem[] items = [.. Enumerable.Range(0, count).Select(_ => Item($"moving {Interlocked.Increment(ref _added)}", random))];
        await ledger.AddAsync(items, () => retriever.Index.AddAsync(items));
        return null;
    }

    // by the predictor, which must say the same as before the load
    private async Task<string?> IndexTextAsync(ItemLedger ledger, (string Text, ValenceArousal Point) text)
    {
        var id = $"text {Interlocked.Increment(ref _added)}";
        var expected = new EmotionItem(id, Modality.Caption, text.Point, "payload");
        ValenceArousal given = default;
        await ledger.AddAsync(
            [expected], async () => given = (await retriever.IndexAsync([new RetrievalInput<string>(id, text.Text, "payload")]))[0].Emotion);
        return given == text.Point ? null : $"'{text.Text}' at {given}, not at {text.Point}";
    }

    private void Fail(string failure)
    {
        if (Interlocked.Increment(ref _failureCount) > MostFailures) return;
        lock (_failures) _failures.Add(failure);
    }

    private static EmotionItem Item(string id, Random random) =>
        new(id, (Modality)random.Next(2), new(random.NextSingle(), random.NextSingle()), $"payload of {id}");
}

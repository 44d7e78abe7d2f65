using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Extensions.AI;

namespace Mmva.CustomEncoders.Tests;

public sealed class EmotionEnricherTests
{
    private static readonly WordCountEncoder Words = new(new([' ']));

    private static readonly EmotionPredictor Predictor = new(Examples.Heads, null, null, Words);

    private static readonly string[] Texts = ["a calm sea", "", "storm", "  \n", new('a', 90), "the end"];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task Texts_come_out_in_their_order_with_their_emotion(int batchSize)
    {
        var enricher = new EmotionEnricher(Predictor, new() { BatchSize = batchSize, Mood = point => point.Valence > 2 ? "never" : null });
        var done = new Counted();

        var enriched = await enricher.EnrichAsync(Texts.ToAsyncEnumerable(), done).ToListAsync();

        enriched.Select(one => one.Text).Should().Equal(Texts);
        enriched.Select(one => one.Emotion is null).Should().Equal(false, true, false, true, false, false);
        foreach (var one in enriched.Where(one => one.Emotion is not null))
            one.Emotion!.Value.DistanceTo(await Predictor.PredictAsync(one.Text)).Should().BeLessThan(1e-6);
        enriched.Should().OnlyContain(one => one.Mood == null);
        enriched.SelectMany(one => one.Notices).Should().Equal("cut to 80 of 90 letters");
        enriched[4].Notices.Should().NotBeEmpty();
        done.Seen.Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public async Task Chunks_of_any_type_have_it_in_their_metadata()
    {
        var enricher = new EmotionEnricher(Predictor, new() { Mood = point => point.Arousal > -1 ? "calm" : null });
        var chunks = Texts.Select(text => new Chunk(text, new() { ["page"] = 7, ["mood"] = "former", ["emotion_notices"] = "old" })).ToList();

        var enriched = await enricher.EnrichAsync(chunks.ToAsyncEnumerable(), chunk => chunk.Text, chunk => chunk.Metadata).ToListAsync();

        enriched.Should().Equal(chunks, (a, b) => ReferenceEquals(a, b));
        var emotion = await Predictor.PredictAsync("storm");
        enriched[2].Metadata.Should().BeEquivalentTo(
            new Dictionary<string, object?> { ["page"] = 7, ["valence"] = emotion.Valence, ["arousal"] = emotion.Arousal, ["mood"] = "calm" },
            options => options.Using<float>(x => x.Subject.Should().BeApproximately(x.Expectation, 1e-6f)).WhenTypeIs<float>());
        enriched[1].Metadata.Should().Equal(new Dictionary<string, object?> { ["page"] = 7 });
        enriched[4].Metadata["emotion_notices"].Should().Be("cut to 80 of 90 letters");
    }

    [Fact]
    public async Task Only_a_batch_is_read_ahead_and_what_does_not_come_out_is_unchanged()
    {
        var (read, chunks) = (0, Enumerable.Range(0, 50).Select(i => new Chunk($"text {i}", [])).ToList());
        using var cancel = new CancellationTokenSource();
        var enrich = async () =>
        {
            var enricher = new EmotionEnricher(Predictor, new() { BatchSize = 5 });
            await foreach (var chunk in enricher.EnrichAsync(Source(), one => one.Text, one => one.Metadata, null, cancel.Token))
                if (chunk == chunks[6]) await cancel.CancelAsync();
        };
        await enrich.Should().ThrowAsync<OperationCanceledException>();
        read.Should().BeLessThanOrEqualTo(11);
        chunks.Skip(10).Should().OnlyContain(chunk => chunk.Metadata.Count == 0);

        async IAsyncEnumerable<Chunk> Source()
        {
            foreach (var chunk in chunks)
            {
                await Task.Yield();
                read++;
                yield return chunk;
            }
        }
    }

    [Fact]
    public async Task Wrong_options_a_missing_text_and_a_missing_encoder_are_named()
    {
        FluentActions.Invoking(() => new EmotionEnricher(Predictor, new() { BatchSize = 0 })).Should().Throw<OptionsValidationException>();
        var enricher = new EmotionEnricher(Predictor);
        await FluentActions.Awaiting(async () => await enricher.EnrichAsync(new[] { "a", null! }.ToAsyncEnumerable()).ToListAsync())
            .Should().ThrowAsync<MmvaException>().WithMessage("Text 1 is null*");
        var images = new EmotionEnricher(new EmotionPredictor(Examples.Heads, new ColourEncoder(), null, null));
        await FluentActions.Awaiting(async () => await images.EnrichAsync(Texts.ToAsyncEnumerable()).ToListAsync())
            .Should().ThrowAsync<MmvaException>().WithMessage("No caption encoder is registered*");
    }

    [Fact]
    public async Task A_host_has_an_enricher_with_its_options()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new WordSeparators([' '])).AddSingleton(Examples.Heads);
        services.AddMmva().UseCaptionEncoder<WordCountEncoder>()
            .AddEmotionEnricher(options => options.Mood = _ => "calm").AddEmotionEnricher(options => options.BatchSize = 2);
        services.AddKeyedMmva("other").UseModel(_ => Examples.Heads).UseCaptionEncoder<WordCountEncoder>().AddEmotionEnricher();
        await using var provider = services.BuildServiceProvider();

        var enriched = await provider.GetRequiredService<EmotionEnricher>().EnrichAsync(Texts.ToAsyncEnumerable()).ToListAsync();
        enriched[0].Mood.Should().Be("calm");
        enriched = await provider.GetRequiredKeyedService<EmotionEnricher>("other").EnrichAsync(Texts.ToAsyncEnumerable()).ToListAsync();
        enriched[0].Should().Match<EnrichedText>(one => one.Mood == null && one.Emotion != null);
    }

    private sealed record Chunk(string Text, Dictionary<string, object?> Metadata);

    private sealed class Counted : IProgress<int>
    {
        public List<int> Seen { get; } = [];

        public void Report(int value) => Seen.Add(value);
    }
}

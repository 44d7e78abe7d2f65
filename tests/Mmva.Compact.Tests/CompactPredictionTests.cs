namespace Mmva.Compact.Tests;

/// <summary>What the shipped heads say of inputs on which people agree.</summary>
public sealed class CompactPredictionTests : IClassFixture<CompactPredictionTests.Loaded>
{
    private const int SampleRate = 16_000;

    private readonly IEmotionPredictor _predictor;

    public CompactPredictionTests(Loaded loaded) => _predictor = loaded.Model.Predictor;

    public sealed class Loaded : IDisposable
    {
        public CompactModel Model { get; } = CompactModel.Load();

        public void Dispose() => Model.Dispose();
    }

    [Theory]
    [InlineData("a furious thrash metal song with screamed vocals", "a soft lullaby on a music box")]
    [InlineData("hands up, the drop is coming, everybody dances", "falling asleep in a hammock")]
    [InlineData("This is a rock music piece. The rhythm is fast. The atmosphere is aggressive.",
        "This is a ambient music piece. The rhythm is slow. The atmosphere is soothing.")]
    public async Task Lively_texts_lie_above_calm_ones(string lively, string calm)
    {
        var (upper, lower) = await Pair(lively, calm);

        (upper.Arousal - lower.Arousal).Should().BeGreaterThan(0.3f);
    }

    [Theory]
    [InlineData("a joyful brass band at a wedding", "a funeral march in the rain")]
    [InlineData("our team has won", "the dog has died")]
    [InlineData("not sad", "sad")]
    public async Task Pleasant_texts_lie_right_of_unpleasant_ones(string pleasant, string unpleasant)
    {
        var (right, left) = await Pair(pleasant, unpleasant);

        (right.Valence - left.Valence).Should().BeGreaterThan(0.2f);
    }

    [Theory]
    [InlineData(-12)]
    [InlineData(-6)]
    [InlineData(12)]
    public async Task The_volume_of_a_file_does_not_matter(double decibels)
    {
        var sound = Chords(1);
        var other = Chords((float)Math.Pow(10, decibels / 20));

        var points = await _predictor.PredictAsync([sound, other]);

        points[0].Emotion.DistanceTo(points[1].Emotion).Should().BeLessThan(0.005);
    }

    [Fact]
    public async Task Silence_and_strange_texts_come_with_a_notice()
    {
        (await _predictor.PredictAsync([Chords(0)]))[0].Notices.Should().ContainSingle().Which.Should().Contain("silent");
        var texts = await _predictor.PredictAsync(["", "smutna piosenka na deszczowy dzień", "a sad song for a rainy day"]);
        texts[0].Notices.Should().ContainSingle().Which.Should().Contain("no words");
        texts[1].Notices.Should().ContainSingle().Which.Should().Contain("knows only English");
        texts[2].Notices.Should().BeEmpty();
    }

    private async Task<(ValenceArousal First, ValenceArousal Second)> Pair(string first, string second)
    {
        var points = await _predictor.PredictAsync([first, second]);
        return (points[0].Emotion, points[1].Emotion);
    }

    // six seconds of three chords
    private static Waveform Chords(float gain)
    {
        double[][] chords = [[261.6, 329.6, 392], [349.2, 440, 523.3], [392, 493.9, 587.3]];
        return new(
            Enumerable.Range(0, 6 * SampleRate).Select(
                i => gain * 0.1f * (float)chords[i / (2 * SampleRate)].Sum(f => Math.Sin(2 * Math.PI * f * i / SampleRate))).ToArray(),
            SampleRate);
    }
}

using Xunit.Abstractions;

namespace Mmva.Compact.Tests.Captions;

public sealed class SoundAnalysisTests(ITestOutputHelper output)
{
    private static readonly string[] Names = ["C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B"];

    [Theory]
    [InlineData(52.5)]
    [InlineData(60)]
    [InlineData(84.3)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(161.7)]
    [InlineData(200)]
    public void A_metronome_has_its_tempo(double tempo)
    {
        var found = Analyze(MadeUpMusic.Clicks(tempo)).Tempo!.Value;

        found.BeatsPerMinute.Should().BeApproximately(tempo, 0.02 * tempo);
        found.Regularity.Should().BeGreaterThan(0.6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cadence_has_its_key_in_all_twelve_transpositions(bool isMinor)
    {
        for (var tonic = 0; tonic < 12; tonic++)
        {
            var key = Analyze(MadeUpMusic.Cadence(tonic, isMinor)).Key;
            (key.Tonic, key.IsMinor).Should().Be((tonic, isMinor), $"it is in {Names[tonic]}");
        }
    }

    [Fact]
    public void Most_mixes_have_their_tempo_and_key()
    {
        const int Mixes = 48;
        var random = new Random(11);
        int tempos = 0, octaves = 0, keys = 0, named = 0, namedRight = 0;
        for (var i = 0; i < Mixes; i++)
        {
            var (tempo, tonic, isMinor) = (random.NextDouble() * 110 + 65, random.Next(12), random.Next(2) == 1);
            var sound = Analyze(MadeUpMusic.Mix(i, tempo, tonic, isMinor, i % 4));
            var ratio = (sound.Tempo?.BeatsPerMinute ?? 0) / tempo;
            if (Math.Abs(ratio - 1) < 0.04) tempos++;
            if (new[] { 1, 2, 3, 0.5, 1 / 3.0 }.Any(factor => Math.Abs(ratio / factor - 1) < 0.04)) octaves++;
            var right = sound.Key.Tonic == tonic && sound.Key.IsMinor == isMinor;
            if (right) keys++;
            if (!MusicFacts.IsClear(sound.Key)) continue;
            named++;
            if (right) namedRight++;
        }
        output.WriteLine(
            $"{Mixes} mixes: tempo within 4 % {tempos}, or of a multiple {octaves}; key {keys}; "
            + $"key clear enough to be named {named}, of which {namedRight} right");
        tempos.Should().BeGreaterThanOrEqualTo(Mixes * 3 / 4);
        octaves.Should().BeGreaterThanOrEqualTo(Mixes * 9 / 10);
        keys.Should().BeGreaterThanOrEqualTo(Mixes * 3 / 4);
        namedRight.Should().BeGreaterThanOrEqualTo(named * 9 / 10).And.BeGreaterThan(Mixes / 3);
    }

    [Fact]
    public void Noise_has_no_beat_and_no_strong_note()
    {
        var sound = Analyze(MadeUpMusic.Noise());

        (sound.Tempo?.Regularity ?? 0).Should().BeLessThan(0.15);
        sound.Concentration.Should().BeLessThan(0.1);
        Analyze(MadeUpMusic.Cadence(0, false)).Concentration.Should().BeGreaterThan(0.12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void Short_audio_has_no_tempo(int samples) => Analyze(new(new float[samples], MadeUpMusic.Rate)).Tempo.Should().BeNull();

    private static SoundAnalysis Analyze(Waveform audio) => SoundAnalysis.Of((AudioNormalization.ToLevel(audio, -20) ?? audio).Samples.Span, default);
}

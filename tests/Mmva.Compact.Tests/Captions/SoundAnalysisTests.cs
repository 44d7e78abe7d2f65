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

    [Theory]
    [InlineData("white")]
    [InlineData("pink")]
    [InlineData("brown")]
    public void Noise_of_any_color_has_no_beat_and_no_peaks(string color)
    {
        foreach (var seconds in new[] { 2, 10 })
        {
            var sound = Analyze(MadeUpMusic.Noise(color, seconds));
            (sound.Tempo?.Regularity ?? 0).Should().BeLessThan(0.15);
            // Euler's constant, 0.577, or less if low bands, which have few frequencies, are the loudest
            sound.Peakedness.Should().BeInRange(0.4, 0.6);
        }
    }

    [Fact]
    public void Tones_stand_out_of_the_spectrum_and_claps_do_not()
    {
        foreach (var frequency in new[] { 50.0, 60, 110, 440, 1000, 4000 })
            Analyze(MadeUpMusic.Sine(frequency)).Peakedness.Should().BeGreaterThan(2, $"it is a sine of {frequency} Hz");
        Analyze(MadeUpMusic.Cadence(0, false)).Peakedness.Should().BeGreaterThan(2);
        foreach (var rate in new[] { 10, 100, 1000 }) Analyze(MadeUpMusic.Applause(rate)).Peakedness.Should().BeLessThan(0.65);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void Short_audio_has_no_tempo(int samples) => Analyze(new(new float[samples], MadeUpMusic.Rate)).Tempo.Should().BeNull();

    private static SoundAnalysis Analyze(Waveform audio) => SoundAnalysis.Of((AudioNormalization.ToLevel(audio, -20) ?? audio).Samples.Span, default);
}

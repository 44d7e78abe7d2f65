using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.Musicnn;

public sealed class LogMelSpectrogramTests
{
    [Fact]
    public void Filters_are_the_reference_ones()
    {
        using var golden = GoldenFiles.Tensors("musicnn");
        var expected = golden["mel_filters"].ToFloats();
        var filters = MelFilters.Create(96, 512, 16_000);
        Largest(filters, expected).Should().BeLessThan(1e-6f * expected.Max());
    }

    [Fact]
    public void Log_mel_is_the_reference_one()
    {
        using var golden = GoldenFiles.Tensors("musicnn");
        var wave = golden["waveform"].ToFloats();
        var full = golden["log_mel_full"].ToFloats();
        var windows = golden["log_mel"].ToFloats();

        var frames = new float[LogMelSpectrogram.FrameCount(wave.Length) * 96];
        new LogMelSpectrogram().Compute(wave, 0, frames);
        Largest(frames, full).Should().BeLessThan(2e-4f * full.Max());

        LogMelSpectrogram.WindowCount(wave.Length).Should().Be(2);
        var window = new float[187 * 96];
        new LogMelSpectrogram().Window(wave, 1, window);
        Largest(window, windows.AsSpan(187 * 96)).Should().BeLessThan(2e-4f * windows.Max());
    }

    [Fact]
    public void Power_is_that_of_the_defining_sum()
    {
        var random = new Random(1);
        foreach (var size in new[] { 4, 16, 512 })
        {
            var frame = Enumerable.Range(0, size).Select(_ => random.NextSingle() * 2 - 1).ToArray();
            var power = new float[size / 2 + 1];
            new PowerSpectrum(size).Compute(frame, power);
            for (var k = 0; k < power.Length; k++)
            {
                double re = 0, im = 0;
                for (var n = 0; n < size; n++)
                {
                    re += frame[n] * Math.Cos(2 * Math.PI * k * n / size);
                    im -= frame[n] * Math.Sin(2 * Math.PI * k * n / size);
                }
                ((double)power[k]).Should().BeApproximately(re * re + im * im, 1e-4 * size);
            }
        }
    }

    [Fact]
    public void Frames_that_are_computed_at_once_do_not_affect_each_other()
    {
        const int size = 64, bins = size / 2 + 1;
        var random = new Random(2);
        var frames = Enumerable.Range(0, PowerSpectrum.FramesAtOnce * size).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var power = new float[PowerSpectrum.FramesAtOnce * bins];
        new PowerSpectrum(size).Compute(frames, power);
        for (var i = 0; i < PowerSpectrum.FramesAtOnce; i++)
        {
            var alone = new float[bins];
            new PowerSpectrum(size).Compute(frames.AsSpan(i * size, size), alone);
            power.AsSpan(i * bins, bins).ToArray().Should().Equal(alone);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(47_615, 1)]
    [InlineData(47_616, 1)]
    [InlineData(95_487, 1)]
    [InlineData(95_488, 2)]
    public void Only_whole_windows_count(int samples, int windows) => LogMelSpectrogram.WindowCount(samples).Should().Be(windows);

    [Fact]
    public void Short_sound_is_repeated_to_a_window()
    {
        var wave = Enumerable.Range(0, 5_000).Select(i => MathF.Sin(i * 0.1f * (1 + i / 9_000f))).ToArray();
        var frames = new float[LogMelSpectrogram.FrameCount(wave.Length) * 96];
        var window = new float[187 * 96];
        var spectrogram = new LogMelSpectrogram();
        spectrogram.Compute(wave, 0, frames);
        spectrogram.Window(wave, 0, window);
        for (var i = 0; i < window.Length; i++) window[i].Should().Be(frames[i % frames.Length]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(257)]
    public void Sound_shorter_than_a_frame_is_reflected_as_often_as_needed(int samples)
    {
        var window = new float[187 * 96];
        new LogMelSpectrogram().Window(Enumerable.Repeat(0.5f, samples).ToArray(), 0, window);
        // a constant stays one when it is reflected: all its power is in the lowest bands
        window.Should().OnlyContain(v => float.IsFinite(v));
        window[0].Should().BeGreaterThan(1);
        window[95].Should().BeLessThan(1e-3f);
    }

    private static float Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        a.Length.Should().Be(b.Length);
        var largest = 0f;
        for (var i = 0; i < a.Length; i++) largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}

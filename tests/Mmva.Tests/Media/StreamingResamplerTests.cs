namespace Mmva.Tests.Media;

public class StreamingResamplerTests
{
    [Theory]
    [InlineData(44_100, 16_000, 50_000)]
    [InlineData(48_000, 16_000, 48_001)]
    [InlineData(44_101, 16_000, 100_000)] // no common divisor: a filter for each of 16,000 phases
    [InlineData(192_000, 16_000, 30_000)]
    [InlineData(96_000, 44_100, 7)]
    public void Audio_in_pieces_has_the_bits_of_the_whole(int rate, int newRate, int length)
    {
        var samples = Enumerable.Range(0, length).Select(i => MathF.Sin(i * 0.03f) * (i % 17) / 17).ToArray();
        var resampler = new StreamingResampler(rate, newRate);
        var resampled = new List<float>();
        foreach (var piece in samples.Chunk(1 + (length / 7)))
        {
            resampler.Append(piece);
            Read();
        }
        resampler.End();
        Read();

        resampled.Should().Equal(AudioResampling.Resample(new Waveform(samples, rate), newRate).Samples.ToArray());
        resampler.OutputLength(length).Should().Be(resampled.Count);

        void Read()
        {
            var some = new float[1000];
            while (resampler.HasMore) resampled.AddRange(some[..resampler.Read(some)]);
        }
    }
}

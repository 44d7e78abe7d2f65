using Mmva.Numerics;

namespace Mmva.Encoders.Tests.Musicnn;

public sealed unsafe class MinimalFilterTests
{
    private const int Outputs = MinimalFilter.Outputs, Points = MinimalFilter.Points;

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    public void Six_outputs_are_those_of_the_plain_filter(int length)
    {
        var random = new Random(length);
        for (var trial = 0; trial < 20; trial++)
        {
            var taps = Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5).ToArray();
            var inputs = Enumerable.Range(0, Points).Select(_ => random.NextDouble() * 4).ToArray();
            var transformed = new double[Points];
            MinimalFilter.TransformTaps(taps, transformed);
            for (var k = 0; k < Outputs; k++)
            {
                var output = Enumerable.Range(0, Points).Sum(
                    p => MinimalFilter.ToOutputs[k * Points + p] * transformed[p]
                        * Enumerable.Range(0, Points).Sum(i => MinimalFilter.FromInputs[p * Points + i] * inputs[i]));
                // the matrices are rounded to float32
                output.Should().BeApproximately(taps.Select((tap, t) => tap * inputs[k + t]).Sum(), 2e-5);
            }
        }
    }

    [Fact]
    public void Largest_outputs_have_the_same_bits_at_every_vector_width()
    {
        const int columns = 32, rows = 3;
        var random = new Random(5);
        var products = new AlignedFloats(rows * Points * columns);
        foreach (ref var value in products.Span) value = random.NextSingle() - 0.5f;
        var expected = new float[Outputs * columns];
        Array.Fill(expected, 0.25f);
        for (var i = 0; i < expected.Length; i++)
            for (var row = 0; row < rows; row++)
            {
                double output = 0;
                for (var p = 0; p < Points; p++)
                    output += MinimalFilter.ToOutputs[i / columns * Points + p] * products.Span[(row * Points + p) * columns + i % columns];
                expected[i] = Math.Max(expected[i], (float)output);
            }
        float[]? first = null;
        foreach (var level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best))
        {
            var largest = new AlignedFloats(expected.Length);
            largest.Span.Fill(0.25f);
            MinimalFilterKernel.Largest(level, columns, products.Pointer, rows, largest.Pointer);
            for (var i = 0; i < expected.Length; i++) largest.Span[i].Should().BeApproximately(expected[i], 1e-4f);
            first ??= largest.Span.ToArray();
            if (MusicnnNetwork.IsSupported) largest.Span.ToArray().Should().Equal(first);
        }
    }
}

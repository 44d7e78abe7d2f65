using Mmva.Encoders.Graphs;

namespace Mmva.Encoders.Tests.Graphs;

public sealed class QuantizedRowsTests
{
    [Theory]
    [InlineData(8, 3)]
    [InlineData(8, 64)]
    [InlineData(8, 201)]
    [InlineData(7, 201)]
    public void Every_number_is_within_half_a_step(int bits, int length)
    {
        var random = new Random(length);
        float[] row = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 2 - 1)];
        var target = new sbyte[length];
        var scale = QuantizedRows.Quantize(row, bits, target);
        for (var i = 0; i < length; i++) Math.Abs(target[i] * scale - row[i]).Should().BeLessThanOrEqualTo(0.5001f * scale);
        target.Max(v => Math.Abs((int)v)).Should().Be((1 << (bits - 1)) - 1);
        QuantizedRows.Sum(target).Should().Be(target.Sum(v => v));
    }

    [Fact]
    public void Zeros_stay_zeros_and_what_is_not_a_number_is_not_hidden()
    {
        var target = new sbyte[70];
        QuantizedRows.Quantize(new float[70], 8, target).Should().Be(1);
        target.Should().OnlyContain(v => v == 0);
        foreach (var fault in new[] { float.NaN, float.PositiveInfinity })
            foreach (var at in new[] { 0, 69 })
            {
                var row = new float[70];
                row[at] = fault;
                float.IsFinite(QuantizedRows.Quantize(row, 8, target)).Should().BeFalse();
            }
    }

    [Fact]
    public void Rows_become_columns()
    {
        sbyte[] rows = [1, 2, 3, 4, 5, 6];
        var target = new sbyte[12];
        QuantizedRows.Transpose(rows, 2, target.AsSpan(1), 4);
        target.Should().Equal(0, 1, 4, 0, 0, 2, 5, 0, 0, 3, 6, 0);
    }
}

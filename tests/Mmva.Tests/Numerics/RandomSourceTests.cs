using Mmva.Training;

namespace Mmva.Tests.Numerics;

public sealed class RandomSourceTests
{
    [Fact]
    public void The_sequence_is_that_of_xoshiro256_starstar()
    {
        var random = new RandomSource(0);
        // the first four values of SplitMix64 from 0, as published by its authors
        random.Save().Should().Equal(0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC);
        random.NextUInt64().Should().Be(0x99EC5F36CB75F2B4);
    }

    [Fact]
    public void A_restored_state_continues_the_sequence()
    {
        var random = new RandomSource(3);
        for (var i = 0; i < 10; i++) random.NextUInt64();
        var state = random.Save();
        var expected = Enumerable.Range(0, 20).Select(_ => random.NextUInt64()).ToArray();

        var other = new RandomSource(99);
        other.Restore(state);

        Enumerable.Range(0, 20).Select(_ => other.NextUInt64()).Should().Equal(expected);
    }

    [Fact]
    public void Integers_are_uniform()
    {
        var random = new RandomSource(4);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Next(7)]++;
        counts.Should().OnlyContain(c => c > 9_600 && c < 10_400);
    }

    [Fact]
    public void Shuffling_keeps_every_value()
    {
        var values = Enumerable.Range(0, 100).ToArray();
        new RandomSource(5).Shuffle(values.AsSpan());
        values.Should().NotBeInAscendingOrder();
        values.Order().Should().Equal(Enumerable.Range(0, 100));
    }

    [Fact]
    public void A_state_of_zeros_is_refused()
    {
        var act = () => new RandomSource(1).Restore([0, 0, 0, 0]);
        act.Should().Throw<ArgumentException>();
    }
}

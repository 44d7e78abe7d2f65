using Mmva.Model;

namespace Mmva.Tests.Model;

public sealed class DropoutTests
{
    [Theory, InlineData(0.5f), InlineData(0.1f)]
    public void The_given_fraction_is_dropped_and_the_rest_scaled(float rate)
    {
        var dropout = new Dropout(rate);
        var all = new List<float>();
        for (var row = 0; row < 200; row++)
        {
            var mask = new float[517];
            dropout.Draw(42, row, mask);
            all.AddRange(mask);
        }
        all.Distinct().Order().Should().Equal(0, 1 / (1 - rate));
        all.Average().Should().BeApproximately(1, 0.02f);
        // neighbors in a row and in a column are independent
        all.Zip(all.Skip(1), (a, b) => (a - 1) * (b - 1)).Average().Should().BeApproximately(0, 0.02f);
        all.Zip(all.Skip(517), (a, b) => (a - 1) * (b - 1)).Average().Should().BeApproximately(0, 0.02f);
    }

    [Fact]
    public void Nothing_is_dropped_at_a_rate_of_zero() => new Dropout(0).IsActive.Should().BeFalse();
}

using Mmva.Tasks.Evaluation;

namespace Mmva.Tasks.Tests.Evaluation;

public class BootstrapTests
{
    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_approximation()
    {
        // 400 values of 0 and 1: standard error √(0.25 / 400) = 0.025
        double[] values = [.. Enumerable.Range(0, 400).Select(i => (double)(i % 2))];

        var estimate = Bootstrap.Mean(values, seed: 7);

        estimate.Value.Should().Be(0.5);
        estimate.Low.Should().BeApproximately(0.5 - 1.96 * 0.025, 0.006);
        estimate.High.Should().BeApproximately(0.5 + 1.96 * 0.025, 0.006);
        Bootstrap.Mean(values, seed: 7).Should().Be(estimate);
        Bootstrap.Mean(values, seed: 8).Should().NotBe(estimate);
    }

    [Fact]
    public void One_value_has_an_interval_without_width() => Bootstrap.Mean([3]).Should().Be(new MetricEstimate(3, 3, 3));

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle() => Bootstrap.Median([9, 1, 4, 2]).Should().Be(3);
}

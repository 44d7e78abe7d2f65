using System.Text.Json;
using Mmva.TestSupport;
using Mmva.Training;

namespace Mmva.Tasks.Tests.VideoSummaries.Segmentation;

public class KnapsackTests
{
    [Fact]
    public void Reaches_the_golden_values_within_the_capacity()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture("metrics", "io.json")));
        foreach (var golden in json.RootElement.GetProperty("knapsack").EnumerateArray())
        {
            int[] weights = [.. golden.GetProperty("weights").EnumerateArray().Select(x => x.GetInt32())];
            double[] values = [.. golden.GetProperty("values").EnumerateArray().Select(x => x.GetDouble())];
            var capacity = golden.GetProperty("capacity").GetInt32();

            var taken = Knapsack.Solve(weights, values, capacity);

            weights.Where((_, i) => taken[i]).Sum().Should().BeLessThanOrEqualTo(capacity);
            values.Where((_, i) => taken[i]).Sum().Should().BeApproximately(golden.GetProperty("best").GetDouble(), 1e-12);
        }
    }

    [Fact]
    public void The_result_is_as_good_as_that_of_every_subset()
    {
        var random = new RandomSource(1);
        for (var round = 0; round < 200; round++)
        {
            var count = random.Next(11);
            int[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(12))];
            double[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(9) - 2.0)];
            var capacity = random.Next(40);

            var taken = Knapsack.Solve(weights, values, capacity);

            double Value(int subset) => values.Where((_, i) => (subset >> i & 1) == 1).Sum();
            int Weight(int subset) => weights.Where((_, i) => (subset >> i & 1) == 1).Sum();
            var ours = taken.Select((t, i) => t ? 1 << i : 0).Sum();
            Weight(ours).Should().BeLessThanOrEqualTo(capacity);
            Value(ours).Should().Be(Enumerable.Range(0, 1 << count).Where(s => Weight(s) <= capacity).Max(Value));
        }
    }

    [Fact]
    public void The_first_of_equal_items_are_chosen() =>
        Knapsack.Solve([2, 2, 2, 2], [1, 1, 1, 1], 5).Should().Equal(true, true, false, false);

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        FluentActions.Invoking(() => Knapsack.Solve([1], [], 1)).Should().Throw<ArgumentException>().WithMessage("1 weights and 0 values*");
        FluentActions.Invoking(() => Knapsack.Solve([-1], [1], 1)).Should().Throw<ArgumentException>().WithMessage("Item 0 has weight -1*");
        FluentActions.Invoking(() => Knapsack.Solve([1], [double.NaN], 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Knapsack.Solve([1], [1], -1)).Should().Throw<ArgumentException>().WithMessage("The capacity is -1*");
    }
}

using Mmva.Evaluation;
using Mmva.Training;

namespace Mmva.Tests.Evaluation;

public class GroupBootstrapTests
{
    private static readonly Func<ErrorSums, double>[] AllMetrics =
        [s => s.MeanSquaredError, s => s.MeanAbsoluteError, s => s.RSquared, s => s.Pearson, s => s.Concordance];

    [Fact]
    public void The_metrics_of_sums_equal_those_of_all_values()
    {
        var (target, predicted, groups) = Sample(200, 20, noise: 0.3, seed: 1);

        var sums = GroupedErrors.Of(target, predicted, groups).Total;

        var expected = RegressionMetrics.Compute(target, predicted);
        sums.MeanSquaredError.Should().BeApproximately(expected.MeanSquaredError, 1e-12);
        sums.MeanAbsoluteError.Should().BeApproximately(expected.MeanAbsoluteError, 1e-12);
        sums.RSquared.Should().BeApproximately(expected.RSquared, 1e-10);
        sums.Pearson.Should().BeApproximately(expected.Pearson, 1e-10);
        sums.Concordance.Should().BeApproximately(expected.Concordance, 1e-10);
    }

    [Fact]
    public void A_constant_has_errors_but_no_correlation()
    {
        var (target, _, groups) = Sample(50, 10, 0.3, 2);
        double[] constant = [.. target.Select(_ => 0.1 + 0.2)];

        var sums = GroupedErrors.Of(target, constant, groups).Total;

        sums.Pearson.Should().Be(double.NaN);
        sums.Concordance.Should().Be(0);
        sums.RSquared.Should().BeLessThanOrEqualTo(0);
        var estimate = new GroupBootstrap(200).Estimate([GroupedErrors.Of(target, constant, groups)], s => s.Pearson);
        new[] { estimate.Value, estimate.Lower, estimate.Upper, estimate.PValue }.Should().AllSatisfy(x => x.Should().Be(double.NaN));
    }

    [Fact]
    public void The_interval_covers_the_true_mean_as_often_as_it_says()
    {
        // values that are equal within a group: an interval over items would be three times too narrow
        var (random, hits) = (new RandomSource(3), 0);
        const int Runs = 200, Groups = 40;
        for (var run = 0; run < Runs; run++)
        {
            var (values, groups) = (new List<double>(), new List<string>());
            for (var g = 0; g < Groups; g++)
            {
                var value = random.NextDouble();
                for (var i = 0; i < 9; i++)
                {
                    values.Add(value);
                    groups.Add($"g{g}");
                }
            }
            var estimate = new GroupBootstrap(300, seed: (ulong)run).Estimate([GroupedErrors.OfValues(values, groups)], s => s.Mean);
            if (estimate.Lower <= 0.5 && 0.5 <= estimate.Upper) hits++;
        }
        ((double)hits / Runs).Should().BeInRange(0.88, 0.99);
    }

    [Fact]
    public void Of_pairs_both_groups_are_drawn()
    {
        // all that differs is the second item: intervals over the first alone would be empty
        var (target, predicted, first, second) = (new List<double>(), new List<double>(), new List<string>(), new List<string>());
        for (var i = 0; i < 30; i++)
            for (var j = 0; j < 20; j++)
            {
                target.Add(0);
                predicted.Add(j / 20.0);
                first.Add($"image {i}");
                second.Add($"song {j}");
            }

        var estimate = new GroupBootstrap(500).Estimate([GroupedErrors.OfPairs(target, predicted, first, second)], s => s.MeanAbsoluteError);

        estimate.Value.Should().BeApproximately(0.475, 1e-12);
        // the standard error of a mean of 20 evenly spaced values is 0.29 / √20
        (estimate.Upper - estimate.Lower).Should().BeInRange(0.20, 0.30);
    }

    [Fact]
    public void Differences_are_paired_by_group()
    {
        var (target, predicted, groups) = Sample(300, 30, 0.3, 4);
        double[] slightlyWorse = [.. predicted.Zip(target, (p, t) => p + 0.05 * (p - t))];
        var bootstrap = new GroupBootstrap(1000);
        var (a, b) = (
            bootstrap.Estimate([GroupedErrors.Of(target, predicted, groups)], s => s.MeanSquaredError),
            bootstrap.Estimate([GroupedErrors.Of(target, slightlyWorse, groups)], s => s.MeanSquaredError));

        var difference = a.Minus(b);

        b.Lower.Should().BeLessThan(a.Upper, "the intervals themselves overlap");
        difference.Value.Should().BeApproximately(a.Value - b.Value, 1e-15);
        difference.Upper.Should().BeLessThan(0);
        difference.PValue.Should().BeLessThan(0.01);
        a.Minus(a).PValue.Should().Be(1);
    }

    [Fact]
    public void Runs_are_averaged_and_a_shared_group_is_drawn_for_all()
    {
        var (target, predicted, groups) = Sample(60, 12, 0.3, 5);
        var one = GroupedErrors.Of(target, predicted, groups);
        var bootstrap = new GroupBootstrap(400);

        var (once, twice) = (bootstrap.Estimate([one], s => s.Pearson), bootstrap.Estimate([one, one], s => s.Pearson));

        (twice.Value, twice.Lower, twice.Upper).Should().Be((once.Value, once.Lower, once.Upper), "the second run adds no information");
        var other = GroupedErrors.Of([0, 1], [0.5, 0.5], ["x", "y"]);
        bootstrap.Estimate([one, other], s => s.MeanAbsoluteError).Value
            .Should().BeApproximately((one.Total.MeanAbsoluteError + 0.5) / 2, 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var (target, predicted, groups) = Sample(80, 16, 0.3, 6);
        (double, double) Run(ulong seed)
        {
            var estimate = new GroupBootstrap(300, seed: seed).Estimate([GroupedErrors.Of(target, predicted, groups)], s => s.Concordance);
            return (estimate.Lower, estimate.Upper);
        }

        Run(1).Should().Be(Run(1)).And.NotBe(Run(2));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var run = GroupedErrors.Of([0, 1], [0, 1], ["a", "b"]);
        var pairs = GroupedErrors.OfPairs([0, 1], [0, 1], ["a", "b"], ["c", "d"]);
        var bootstrap = new GroupBootstrap(100);
        var (estimate, other) = (
            bootstrap.Estimate([run], s => s.Mean), bootstrap.Estimate([GroupedErrors.OfValues([1, 2], ["a", "z"])], s => s.Mean));

        ((Action)(() => GroupedErrors.Of([0, 1], [0], ["a", "b"]))).Should().Throw<ArgumentException>().WithMessage("*2 ratings, 1 predictions*");
        ((Action)(() => GroupedErrors.Of([], [], []))).Should().Throw<ArgumentException>();
        ((Action)(() => GroupedErrors.Of([0, double.NaN], [0, 1], ["a", "b"]))).Should().Throw<ArgumentException>().WithMessage("Pair 1*not finite*");
        ((Action)(() => bootstrap.Estimate([], s => s.Mean))).Should().Throw<ArgumentException>();
        ((Action)(() => bootstrap.Estimate([run, pairs], s => s.Mean))).Should().Throw<ArgumentException>().WithMessage("*pairs*");
        ((Action)(() => estimate.Minus(other))).Should().Throw<ArgumentException>().WithMessage("*different draws*");
        ((Action)(() => _ = new GroupBootstrap(10))).Should().Throw<ArgumentOutOfRangeException>();
        ((Action)(() => _ = new GroupBootstrap(confidence: 1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Draws_without_any_of_a_runs_groups_count_the_other_runs()
    {
        var (small, large) = (GroupedErrors.OfValues([5], ["rare"]), Sample(60, 30, 0.3, 7));
        var estimate = new GroupBootstrap(300).Estimate(
            [small, GroupedErrors.Of(large.Target, large.Predicted, large.Groups)], AllMetrics[1]);

        double.IsFinite(estimate.Lower).Should().BeTrue();
        estimate.Upper.Should().BeGreaterThanOrEqualTo(estimate.Lower);
    }

    private static (double[] Target, double[] Predicted, string[] Groups) Sample(int count, int groups, double noise, ulong seed)
    {
        var random = new RandomSource(seed);
        double[] target = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        return (
            target, [.. target.Select(t => 0.2 + 0.5 * t + noise * (random.NextDouble() - 0.5))],
            [.. Enumerable.Range(0, count).Select(i => $"group {i % groups}")]);
    }
}

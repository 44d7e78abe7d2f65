using System.Text.Json;
using Mmva.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Tests.Evaluation;

public class RegressionMetricsTests
{
    [Fact]
    public void Golden_values_are_reproduced()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Fixture("metrics", "io.json")));
        foreach (var row in json.RootElement.GetProperty("regression").EnumerateArray())
        {
            var metrics = RegressionMetrics.Compute(Values("target"), Values("predicted"));

            metrics.MeanSquaredError.Should().BeApproximately(Value("mse"), 1e-6);
            metrics.MeanAbsoluteError.Should().BeApproximately(Value("mae"), 1e-6);
            metrics.RSquared.Should().BeApproximately(Value("r2"), 1e-6);
            metrics.Pearson.Should().BeApproximately(Value("pearson"), 1e-6);
            metrics.Spearman.Should().BeApproximately(Value("spearman"), 1e-6);
            metrics.KendallB.Should().BeApproximately(Value("kendall_b"), 1e-6);
            metrics.Concordance.Should().BeApproximately(Value("ccc"), 1e-6);

            double Value(string name) => row.GetProperty(name).GetDouble();
            double[] Values(string name) => [.. row.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
        }
    }

    [Fact]
    public void Kendall_agrees_with_its_definition_on_ties()
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(8))], y = [.. x.Select(v => v + random.Next(5))];
        double concordant = 0, tiedX = 0, tiedY = 0, all = 0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < i; j++, all++)
            {
                concordant += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                if (x[i] == x[j]) tiedX++;
                if (y[i] == y[j]) tiedY++;
            }

        RegressionMetrics.Compute(x, y).KendallB.Should().BeApproximately(concordant / Math.Sqrt((all - tiedX) * (all - tiedY)), 1e-12);
    }

    [Fact]
    public void A_constant_has_no_correlation() =>
        RegressionMetrics.Compute([0, 0.5, 1], [0.5, 0.5, 0.5]).Pearson.Should().Be(double.NaN);

    [Fact]
    public void Invalid_values_are_refused()
    {
        FluentActions.Invoking(() => RegressionMetrics.Compute([1], [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => RegressionMetrics.Compute([1, 2], [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => RegressionMetrics.Compute([1, double.NaN], [1, 2])).Should().Throw<ArgumentException>().WithMessage("Pair 1*");
    }

    [Fact]
    public void The_report_contains_the_trivial_predictor()
    {
        ValenceArousal[] target = [new(0, 0.5f), new(1, 0.5f)];

        var report = EmotionReport.Compute(target, target, new(0.5f, 0));

        report.Trivial.Should().Be(new TrivialMetrics(0.25, 0.5, 0.25, 0.5));
        report.Valence.MeanSquaredError.Should().Be(0);
    }
}

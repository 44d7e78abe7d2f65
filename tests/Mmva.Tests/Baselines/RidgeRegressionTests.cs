using Mmva.Evaluation;

namespace Mmva.Tests.Baselines;

public class RidgeRegressionTests
{
    [Theory]
    [InlineData(200, 10)]
    [InlineData(20, 40)]
    public void The_gradient_of_the_penalised_error_is_zero(int rows, int width)
    {
        var (features, targets) = Problem(rows, width, noise: 0.3f);
        const double penalty = 3;

        var model = RidgeRegression.Fit(features, targets, rows, penalty);

        // read the weights through predictions on the unit vectors
        var offset = Predict(model, new float[width]);
        var weights = new double[width];
        for (var c = 0; c < width; c++)
        {
            var unit = new float[width];
            unit[c] = 1;
            weights[c] = Predict(model, unit) - offset;
        }
        for (var c = 0; c < width; c++)
        {
            var column = Enumerable.Range(0, rows).Select(r => (double)features[r * width + c]).ToArray();
            var mean = column.Average();
            var variance = column.Average(v => (v - mean) * (v - mean));
            var gradient = penalty * weights[c] * variance
                + Enumerable.Range(0, rows).Sum(r => (Predict(model, features.AsSpan(r * width, width)) - targets[r]) * (column[r] - mean));
            gradient.Should().BeApproximately(0, 1e-6);
        }
    }

    [Fact]
    public void Folds_choose_a_large_penalty_for_noise_and_a_small_one_for_signal()
    {
        double[] penalties = [0.01, 1, 100, 10_000];
        IReadOnlyList<int>[] folds = [.. Enumerable.Range(0, 4).Select(f => Enumerable.Range(0, 80).Where(r => r % 4 == f).ToArray())];
        var (features, signal) = Problem(80, 30, noise: 0);
        var random = new Random(9);
        float[] noise = [.. signal.Select(_ => random.NextSingle())];

        RidgeRegression.FitCrossValidated(features, signal, 80, folds, penalties).Penalty.Should().Be(0.01);
        RidgeRegression.FitCrossValidated(features, noise, 80, folds, penalties).Penalty.Should().BeGreaterThanOrEqualTo(100);
    }

    [Fact]
    public void A_constant_column_does_no_harm()
    {
        var model = RidgeRegression.Fit([1, 5, 2, 5, 3, 5], [1, 2, 3], 3, 1e-9);

        Predict(model, [4, 7]).Should().BeApproximately(4, 1e-6);
    }

    private static (float[] Features, float[] Targets) Problem(int rows, int width, float noise)
    {
        var random = new Random(7);
        float[] features = [.. Enumerable.Range(0, rows * width).Select(_ => random.NextSingle())];
        var targets = new float[rows];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < width; c++) targets[r] += features[r * width + c] * (c % 5 - 2);
            targets[r] += noise * random.NextSingle();
        }
        return (features, targets);
    }

    private static double Predict(RidgeRegression model, ReadOnlySpan<float> features)
    {
        Span<double> prediction = stackalloc double[1];
        model.Predict(features, prediction);
        return prediction[0];
    }
}

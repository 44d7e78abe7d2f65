using Mmva.Comparison;
using Mmva.Evaluation;
using Mmva.Model;
using Mmva.Numerics;
using Mmva.Tests.Numerics;
using Mmva.Tests.Training;
using Mmva.Training;

namespace Mmva.Tests.Comparison;

/// <summary>Compares every backward pass of the comparison systems with finite differences of the forward pass.</summary>
public sealed class ComparisonGradientTests
{
    private static readonly ComparisonModelOptions Sizes = new()
    {
        Image = new(2, 5), Music = new(3, 4), EmbeddingWidth = 6, HiddenWidth = 7, Dropout = 0,
    };

    private const float Clear = 3;

    private static readonly string[] Parts = ["Image", "Music", "Match", "Across", "WithinImages", "WithinMusic"];

    public static TheoryData<ComparisonSystem, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<ComparisonSystem, int, bool>();
            foreach (var system in Enum.GetValues<ComparisonSystem>())
            {
                cases.Add(system, 5, true);
                cases.Add(system, 2, true);
                cases.Add(system, 3, false);
            }
            return cases;
        }
    }

    public static TheoryData<ComparisonSystem> Systems => [.. Enum.GetValues<ComparisonSystem>()];

    [Theory, MemberData(nameof(Cases))]
    public void Every_part_of_the_loss_has_the_gradient_of_finite_differences(ComparisonSystem system, int count, bool necks)
    {
        // without necks, the image features already are as wide as the embeddings
        var options = necks ? Sizes : Sizes with { Image = new(1, Sizes.EmbeddingWidth) };
        var source = Source(options);
        var batch = ComparisonData.WeightedBatch(source, count);
        using var trainer = new ComparisonTrainer(Model(system, options), source, new() { BatchSize = 5, Threads = 1 });

        foreach (var part in Parts) Check(trainer, batch, Weights(part), part);
        Check(trainer, batch, ComparisonLossParts.From(new(0.7, 1.3, 1, 0.9)), "all");
    }

    [Theory, MemberData(nameof(Systems))]
    public void Every_parameter_is_trained_by_what_the_system_learns(ComparisonSystem system)
    {
        var source = Source(Sizes);
        using var trainer = new ComparisonTrainer(Model(system, Sizes), source, new() { BatchSize = 5, Threads = 1 });
        trainer.ComputeGradients(ComparisonData.WeightedBatch(source, 5), ComparisonLossParts.From(LossWeights.Equal));
        foreach (var parameter in trainer.Gradients.Layout.Parameters)
            trainer.Gradients[parameter].ContainsAnyExcept(0f).Should().BeTrue(parameter.Name);
    }

    [Fact]
    public void Cross_entropy_is_that_of_the_probability_and_finite_for_certain_errors()
    {
        var a = new MatchHead.Activations(3, 4, training: false);
        a.Take(3);
        float[] logits = [0.7f, -200, 0];
        logits.CopyTo(a.Logits.Span);
        logits.CopyTo(a.Output.Span);
        Sigmoid.Forward(a.Output);
        var gradient = new Matrix(3, 1);

        var loss = MatchLoss.CrossEntropy(a, [0.2f, 0.9f, float.NaN], [1, 3, 0], threshold: 0.5, partWeight: 2, gradient);

        // the first pair does not correspond and has probability p, the second corresponds and has probability e⁻²⁰⁰, the third has no label
        var p = 1 / (1 + Math.Exp(-0.7f));
        loss.Should().BeApproximately((-Math.Log(1 - p) + 3 * 200) / 4, 1e-6);
        gradient.Span.ToArray().Should().Equal([(float)(2 * p / 4), -1.5f, 0], (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Metric_loss_is_zero_where_the_embeddings_are_as_far_apart_as_the_labels()
    {
        // embeddings with the labels twice, divided by σ: the root mean square of a difference is the distance of the labels over √2 σ
        var similarity = new EmotionalSimilarity(0.4);
        var labels = Enumerable.Range(0, 6).Select(i => new ValenceArousal(0.1f * i, 0.03f * i * i)).ToArray();
        var scale = (float)(Math.Sqrt(2) / similarity.Sigma);
        Matrix z = new(6, 4), dz = new(6, 4);
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 4; j++) z.Row(i)[j] = scale * (j % 2 == 0 ? labels[i].Valence : labels[i].Arousal);
        float[] weights = [1, 1, 2, 1, 0.5f, 1];

        new MetricLoss(6).Within(new(1), z, labels, weights, similarity, 1, dz).Should().BeLessThan(1e-12);
        dz.Span.ToArray().Should().AllSatisfy(g => g.Should().BeApproximately(0, 1e-5f));

        z.Row(2)[1] += 0.5f;
        new MetricLoss(6).Within(new(1), z, labels, weights, similarity, 1, dz).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Metric_loss_of_equal_embeddings_and_of_a_single_label_is_finite()
    {
        Matrix z = new(3, 4), dz = new(3, 4);
        var labels = new ValenceArousal[] { new(0, 0), new(1, 1), new(0.5f, 0.5f) };
        new MetricLoss(3).Within(new(1), z, labels, [1, 1, 1], new(), 1, dz).Should().BePositive();
        dz.Span.ToArray().Should().AllBeEquivalentTo(0f);
        new MetricLoss(3).Within(new(1), z, labels, [0, 1, 0], new(), 1, dz).Should().Be(0);
        MetricLoss.Across(z, z, [0.1f, 0.2f, 0.3f], [0, 0, 0], 1, dz, dz).Should().Be(0);
    }

    [Fact]
    public void Difference_has_the_sign_of_its_arguments()
    {
        Matrix u = MatrixProductTests.Random(2, 9, 1), v = MatrixProductTests.Random(2, 9, 2), y = new(2, 9), du = new(2, 9), dv = new(2, 9);
        v.Row(0)[3] = u.Row(0)[3];
        AbsoluteDifference.Forward(u, v, y);
        var dy = new Matrix(2, 9);
        dy.Span.Fill(2);
        AbsoluteDifference.Backward(u, v, dy, du, dv);
        for (var i = 0; i < 18; i++)
        {
            y.Span[i].Should().Be(Math.Abs(u.Span[i] - v.Span[i]));
            du.Span[i].Should().Be(2 * Math.Sign(u.Span[i] - v.Span[i]));
            dv.Span[i].Should().Be(-du.Span[i]);
        }
    }

    /// <summary>
    /// A model whose biases keep every unit clear of the kinks of ReLU and of the absolute difference, where there is no derivative.
    /// </summary>
    private static ComparisonModel Model(ComparisonSystem system, ComparisonModelOptions options)
    {
        var model = new ComparisonModel(system, options, seed: 3);
        foreach (var parameter in model.Network.Layout.Parameters.Where(p => p.Name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            var biases = model.Weights[parameter];
            var linear = parameter.Name.EndsWith(".0.bias", StringComparison.Ordinal)
                || (parameter.Name.EndsWith(".4.bias", StringComparison.Ordinal) && !parameter.Name.StartsWith("match", StringComparison.Ordinal));
            if (!linear) continue;
            var sign = parameter.Name == "music_space.4.bias" ? -1 : 1;
            for (var i = 0; i < biases.Length; i++) biases[i] += sign * (i % 3 == 1 ? -Clear : Clear);
        }
        return model;
    }

    private static void Check(ComparisonTrainer trainer, MatchedBatch batch, ComparisonLossParts weights, string part)
    {
        const float Difference = 2e-3f;
        double Loss() => Total(trainer.ComputeGradients(batch, weights), weights);

        trainer.ComputeGradients(batch, weights);
        var gradients = trainer.Gradients.All.ToArray();
        var all = trainer.Model.Weights;
        var wrong = new List<string>();
        foreach (var parameter in all.Layout.Parameters)
        {
            var values = all[parameter];
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                values[i] = value + Difference;
                var above = Loss();
                values[i] = value - Difference;
                var below = Loss();
                values[i] = value;
                var (expected, actual) = ((above - below) / (2 * Difference), gradients[parameter.Offset + i]);
                if (!(Math.Abs(expected - actual) < 5e-4 + 5e-3 * Math.Abs(expected)))
                    wrong.Add($"{part}: {parameter.Name}[{i}] is {actual}, expected {expected}");
            }
        }
        wrong.Should().BeEmpty();
    }

    private static double Total(ComparisonLossParts loss, ComparisonLossParts weights) =>
        weights.Image * loss.Image + weights.Music * loss.Music + weights.Match * loss.Match + weights.Across * loss.Across
        + weights.WithinImages * loss.WithinImages + weights.WithinMusic * loss.WithinMusic;

    private static ComparisonLossParts Weights(string part) => new()
    {
        Image = part == "Image" ? 1 : 0,
        Music = part == "Music" ? 1 : 0,
        Match = part == "Match" ? 1 : 0,
        Across = part == "Across" ? 1 : 0,
        WithinImages = part == "WithinImages" ? 1 : 0,
        WithinMusic = part == "WithinMusic" ? 1 : 0,
    };

    private static RandomMatching Source(ComparisonModelOptions options)
    {
        var music = TinyData.Set(options.Music, 7, 2);
        return new(TinyData.Set(options.Image, 9, 1), music, music);
    }
}

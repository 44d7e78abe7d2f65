using Mmva.Model;
using Mmva.Numerics;
using Mmva.Tests.Numerics;
using Mmva.Training;

namespace Mmva.Tests.Model;

/// <summary>Compares every backward pass with finite differences of the forward pass.</summary>
public sealed class LayerGradientTests
{
    private const int Batch = 5;
    private const float Difference = 1e-2f;

    private readonly WorkerPool _pool = new(1);

    [Fact]
    public void Linear()
    {
        var layout = new ParameterLayout();
        var layer = new Linear(layout, "linear", 7, 4);
        var (weights, gradients) = Values(layout);
        Matrix x = MatrixProductTests.Random(Batch, 7, 1), upstream = MatrixProductTests.Random(Batch, 4, 2), y = new(Batch, 4), dx = new(Batch, 7);
        double Loss()
        {
            layer.Forward(_pool, weights, x, y);
            return Dot(y, upstream);
        }
        layer.BackwardWeights(_pool, gradients, x, upstream);
        layer.BackwardInputs(_pool, weights, upstream, dx);
        CheckWeights(weights, gradients, Loss);
        Check("x", x.Span, dx.Span, Loss);
    }

    [Fact]
    public void Layer_norm()
    {
        var layout = new ParameterLayout();
        var layer = new LayerNorm(layout, "norm", 9);
        var (weights, gradients) = Values(layout);
        Matrix x = MatrixProductTests.Random(Batch, 9, 3), upstream = MatrixProductTests.Random(Batch, 9, 4);
        Matrix y = new(Batch, 9), dx = new(Batch, 9), normalized = new(Batch, 9);
        var statistics = new RowStatistics[Batch];
        double Loss()
        {
            for (var i = 0; i < Batch; i++) statistics[i] = layer.Forward(weights, x.Row(i), y.Row(i));
            return Dot(y, upstream);
        }
        Loss();
        for (var i = 0; i < Batch; i++) layer.Backward(weights, statistics[i], x.Row(i), upstream.Row(i), normalized.Row(i), dx.Row(i));
        layer.BackwardWeights(_pool, gradients, upstream, normalized);
        CheckWeights(weights, gradients, Loss);
        Check("x", x.Span, dx.Span, Loss);
    }

    [Fact]
    public void Relu_and_sigmoid_and_dropout()
    {
        Matrix x = MatrixProductTests.Random(Batch, 37, 5), upstream = MatrixProductTests.Random(Batch, 37, 6);
        Matrix y = new(Batch, 37), dx = new(Batch, 37);
        foreach (ref var value in x.Span)
            if (Math.Abs(value) < 2 * Difference) value = 0.5f; // the kink has no derivative

        for (var i = 0; i < Batch; i++)
        {
            Relu.Forward(x.Row(i), y.Row(i));
            Relu.Backward(y.Row(i), upstream.Row(i), dx.Row(i));
        }
        Check("relu", x.Span, dx.Span, () =>
        {
            for (var i = 0; i < Batch; i++) Relu.Forward(x.Row(i), y.Row(i));
            return Dot(y, upstream);
        });

        double SigmoidLoss()
        {
            x.Span.CopyTo(y.Span);
            Sigmoid.Forward(y);
            return Dot(y, upstream);
        }
        SigmoidLoss();
        upstream.Span.CopyTo(dx.Span);
        Sigmoid.Backward(y, dx);
        Check("sigmoid", x.Span, dx.Span, SigmoidLoss);

        var mask = new float[37];
        new Dropout(0.3f).Draw(11, 2, mask);
        upstream.Span.CopyTo(dx.Span);
        for (var i = 0; i < Batch; i++) Dropout.Backward(dx.Row(i), mask);
        Check("dropout", x.Span, dx.Span, () =>
        {
            x.Span.CopyTo(y.Span);
            for (var i = 0; i < Batch; i++) Dropout.Forward(y.Row(i), mask);
            return Dot(y, upstream);
        });
    }

    [Fact]
    public void Layer_mix()
    {
        var layout = new ParameterLayout();
        var layer = new LayerMix(layout, "aggregate", 3);
        var (weights, gradients) = Values(layout);
        var x = new GatheredFeatures(new FeatureBatch(8, 3, 11, MatrixProductTests.Random(8, 33, 7).Span.ToArray()), new[] { 6, 0, 3, 3, 7 });
        Matrix upstream = MatrixProductTests.Random(Batch, 11, 8), y = new(Batch, 11);
        layer.Backward(_pool, gradients, x, upstream, new(Batch, 4));
        CheckWeights(weights, gradients, () =>
        {
            layer.Forward(_pool, weights, x, y);
            return Dot(y, upstream);
        });
    }

    [Fact]
    public void Head_with_dropout()
    {
        var options = new MmvaModelOptions { EmbeddingWidth = 6, HiddenWidth = 10, Dropout = 0.25f };
        var layout = new ParameterLayout();
        var head = new VaHead(layout, "head", options);
        var (weights, gradients) = Values(layout);
        Matrix x = MatrixProductTests.Random(Batch, 6, 9), upstream = MatrixProductTests.Random(Batch, 2, 10), dx = new(Batch, 6);
        var activations = new PredictionHead.Activations(Batch, 10, 2, training: true);
        activations.Take(Batch);
        double Loss()
        {
            head.Forward(_pool, weights, x, activations, new RandomSource(12));
            return Dot(activations.Output, upstream);
        }
        Loss();
        var memory = new PredictionHead.Gradients(new(Batch, 2), new(Batch, 10));
        upstream.Span.CopyTo(memory.Output.Span);
        head.BackwardInputs(_pool, weights, head.Backward(_pool, weights, gradients, x, activations, memory), dx);
        CheckWeights(weights, gradients, Loss, difference: 1e-3f);
        Check("x", x.Span, dx.Span, Loss, difference: 1e-3f);
    }

    [Fact]
    public void Loss_weights_each_label()
    {
        Matrix predicted = MatrixProductTests.Random(Batch, 2, 13), gradient = new(Batch, 2), other = new(Batch, 2);
        var target = MatrixProductTests.Random(Batch, 2, 14).Span.ToArray();
        float[] weights = [1, 0.5f, 0, 2, 1];
        (target[4], target[5]) = (float.NaN, float.NaN);
        MmvaLoss.Part(predicted, target, weights, 3, gradient);
        gradient.Row(2).ToArray().Should().AllBeEquivalentTo(0f);
        Check("predicted", predicted.Span, gradient.Span, () => 3 * MmvaLoss.Part(predicted, target, weights, 1, other));
        MmvaLoss.Part(predicted, target, new float[Batch], 1, other).Should().Be(0);
    }

    private static (ParameterValues Weights, ParameterValues Gradients) Values(ParameterLayout layout)
    {
        var weights = new ParameterValues(layout);
        var random = new RandomSource(20);
        foreach (var parameter in layout.Parameters)
            foreach (ref var value in weights[parameter])
                value = random.NextSingle() + 0.1f;
        return (weights, new(layout));
    }

    private static double Dot(Matrix a, Matrix b)
    {
        double sum = 0;
        for (var i = 0; i < a.Span.Length; i++) sum += (double)a.Span[i] * b.Span[i];
        return sum;
    }

    private static void CheckWeights(ParameterValues weights, ParameterValues gradients, Func<double> loss, float difference = Difference)
    {
        foreach (var parameter in weights.Layout.Parameters) Check(parameter.Name, weights[parameter], gradients[parameter], loss, difference);
    }

    private static void Check(string name, Span<float> values, ReadOnlySpan<float> gradient, Func<double> loss, float difference = Difference)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + difference;
            var above = loss();
            values[i] = value - difference;
            var below = loss();
            values[i] = value;
            gradient[i].Should().BeApproximately((float)((above - below) / (2 * difference)), 2e-3f + 2e-3f * Math.Abs(gradient[i]), $"{name}[{i}]");
        }
    }
}

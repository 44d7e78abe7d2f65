using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Mert;

/// <summary>MERT written down a second time, in plain loops and double precision, for sizes that no golden file has.</summary>
internal static class FormulaMert
{
    public static float[] Wave(int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => (float)Math.Sin(i * 0.05 + i * i * 1e-5) + 0.3f * Noise("wave", i))];

    /// <summary>Made-up weights for any sizes.</summary>
    public static ModelWeights Weights(MertConfig config)
    {
        var tensors = new Dictionary<string, Tensor>();
        void Add(string name, float scale, float middle, params int[] shape)
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            for (var i = 0; i < values.Length; i++) values[i] = middle + scale * Noise(name, i);
            tensors[name] = Tensor.FromFloats(name, values, shape);
        }
        void Norm(string name, int size)
        {
            Add(name + ".weight", 0.3f, 1, size);
            Add(name + ".bias", 0.2f, 0, size);
        }
        void Linear(string name, int outputs, int inputs)
        {
            Add(name + ".weight", 2 / MathF.Sqrt(inputs), 0, outputs, inputs);
            Add(name + ".bias", 0.2f, 0, outputs);
        }
        for (var i = 0; i < config.Convolutions.Length; i++)
        {
            var (inputs, outputs, kernel, _) = config.Convolutions[i];
            Add($"feature_extractor.conv_layers.{i}.conv.weight", 3 / MathF.Sqrt(inputs * kernel), 0, outputs, inputs, kernel);
        }
        Norm("feature_extractor.conv_layers.0.layer_norm", config.Convolutions[0].Outputs);
        Norm("feature_projection.layer_norm", config.Convolutions[^1].Outputs);
        Linear("feature_projection.projection", config.Width, config.Convolutions[^1].Outputs);
        var perGroup = config.Width / config.PositionGroups;
        Add("encoder.pos_conv_embed.conv.weight", 2 / MathF.Sqrt(perGroup * config.PositionKernel), 0, config.Width, perGroup, config.PositionKernel);
        Add("encoder.pos_conv_embed.conv.bias", 0.2f, 0, config.Width);
        Norm("encoder.layer_norm", config.Width);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var block = $"encoder.layers.{layer}.";
            foreach (var part in new[] { "q", "k", "v", "out" }) Linear($"{block}attention.{part}_proj", config.Width, config.Width);
            Norm(block + "layer_norm", config.Width);
            Linear(block + "feed_forward.intermediate_dense", config.InnerWidth, config.Width);
            Linear(block + "feed_forward.output_dense", config.Width, config.InnerWidth);
            Norm(block + "final_layer_norm", config.Width);
        }
        return new("formula", tensors);
    }

    /// <summary>The time means of all hidden states, [layers + 1, width].</summary>
    public static float[] TimeMeans(MertConfig config, ModelWeights weights, float[] wave)
    {
        double[] W(string name) => [.. weights.Tensors[name].ToFloats().Select(v => (double)v)];
        double[][] Norm(double[][] x, string name) =>
            [.. x.Select(row => Normalized(row, W(name + ".weight"), W(name + ".bias"), config.Block.Epsilon))];
        double[][] Linear(double[][] x, string name)
        {
            double[] w = W(name + ".weight"), b = W(name + ".bias");
            return [.. x.Select(row => b.Select((bias, o) => bias + row.Select((v, i) => v * w[o * row.Length + i]).Sum()).ToArray())];
        }

        double[][] x = [.. wave.Select(s => new double[] { s })]; // (time, channels)
        for (var layer = 0; layer < config.Convolutions.Length; layer++)
        {
            var (inputs, outputs, kernel, stride) = config.Convolutions[layer];
            x = Convolved(x, W($"feature_extractor.conv_layers.{layer}.conv.weight"), inputs, outputs, kernel, stride, 1, 0, 0);
            if (layer == 0)
                x = OverTime(x, W("feature_extractor.conv_layers.0.layer_norm.weight"), W("feature_extractor.conv_layers.0.layer_norm.bias"));
            x = Map(x, Gelu);
        }
        x = Linear(Norm(x, "feature_projection.layer_norm"), "feature_projection.projection");
        var half = config.PositionKernel / 2;
        var positions = Convolved(
            x, W("encoder.pos_conv_embed.conv.weight"), config.Width / config.PositionGroups, config.Width, config.PositionKernel, 1,
            config.PositionGroups, half, half);
        var bias = W("encoder.pos_conv_embed.conv.bias");
        x = Norm([.. x.Select((row, t) => row.Select((v, c) => v + Gelu(positions[t][c] + bias[c])).ToArray())], "encoder.layer_norm");

        List<double[][]> states = [x];
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var block = $"encoder.layers.{layer}.";
            var attended = Attention(
                Linear(x, block + "attention.q_proj"), Linear(x, block + "attention.k_proj"), Linear(x, block + "attention.v_proj"),
                config.Block.Heads);
            x = Norm(Sum(x, Linear(attended, block + "attention.out_proj")), block + "layer_norm");
            x = Norm(
                Sum(x, Linear(Map(Linear(x, block + "feed_forward.intermediate_dense"), Gelu), block + "feed_forward.output_dense")),
                block + "final_layer_norm");
            states.Add(x);
        }
        return [.. states.SelectMany(state => Enumerable.Range(0, config.Width).Select(c => (float)state.Average(row => row[c])))];
    }

    private static double[][] Convolved(
        double[][] x, double[] weight, int inputs, int outputs, int kernel, int stride, int groups, int before, int after) =>
        [.. Enumerable.Range(0, (x.Length + before + after - kernel) / stride + 1).Select(t => Enumerable.Range(0, outputs).Select(o =>
        {
            var (sum, first) = (0.0, o / (outputs / groups) * inputs);
            for (var k = 0; k < kernel; k++)
                if (t * stride + k - before is var at && at >= 0 && at < x.Length)
                    for (var i = 0; i < inputs; i++) sum += x[at][first + i] * weight[(o * inputs + i) * kernel + k];
            return sum;
        }).ToArray())];

    private static double[][] OverTime(double[][] x, double[] gain, double[] shift)
    {
        var columns = Enumerable.Range(0, gain.Length).Select(c => Normalized([.. x.Select(row => row[c])], null, null, 1e-5)).ToArray();
        return [.. x.Select((_, t) => columns.Select((column, c) => column[t] * gain[c] + shift[c]).ToArray())];
    }

    private static double[][] Attention(double[][] q, double[][] k, double[][] v, int heads)
    {
        var width = q[0].Length / heads;
        var result = q.Select(row => new double[row.Length]).ToArray();
        for (var first = 0; first < q[0].Length; first += width)
            for (var t = 0; t < q.Length; t++)
            {
                var scores = k.Select(key => Math.Exp(Enumerable.Range(first, width).Sum(c => q[t][c] * key[c]) / Math.Sqrt(width))).ToArray();
                var total = scores.Sum();
                for (var c = first; c < first + width; c++) result[t][c] = v.Select((value, s) => scores[s] / total * value[c]).Sum();
            }
        return result;
    }

    private static double[] Normalized(double[] x, double[]? gain, double[]? shift, double epsilon)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + epsilon);
        return [.. x.Select((v, i) => (v - mean) / deviation * (gain?[i] ?? 1) + (shift?[i] ?? 0))];
    }

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Select((row, t) => row.Zip(b[t], (x, y) => x + y).ToArray())];

    private static double[][] Map(double[][] x, Func<double, double> f) => [.. x.Select(row => row.Select(f).ToArray())];

    private static double Gelu(double x) => x * 0.5 * (1 + Erf(x / Math.Sqrt(2)));

    // the power series; beyond 5 it is 1 to 12 digits
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 5) return Math.Sign(x);
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++) sum += (term *= -x * x / n) / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    // −1 to 1, decided by name and index
    private static float Noise(string name, int index)
    {
        var hash = name.Aggregate(2166136261u, (h, c) => (h ^ c) * 16777619u) + (uint)index * 2654435761u;
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        hash = (hash ^ (hash >> 13)) * 3266489917u;
        return (hash ^ (hash >> 16)) / 2147483648f - 1;
    }
}

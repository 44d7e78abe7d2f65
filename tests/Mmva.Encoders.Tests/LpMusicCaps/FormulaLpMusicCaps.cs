using System.IO.Hashing;
using System.Text;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.LpMusicCaps;

/// <summary>The made-up audio and weights of <c>make_lp_music_caps.py</c>, which follow from a key and an index.</summary>
internal static class FormulaLpMusicCaps
{
    /// <summary>Ten seconds at 16 kHz.</summary>
    public static float[] Wave(int seed)
    {
        const int count = AudioFrontEnd.ChunkSamples;
        var noise = Noise($"wave {seed}", count);
        var wave = new float[count];
        for (var i = 0; i < count; i++)
        {
            double t = i, x = 0.4 * Math.Sin(t * (0.05 + 0.01 * seed) + t * t * 1e-7) + 0.2 * Math.Sin(t * 0.31) + 0.1 * noise[i];
            if (i >= count / 2) x *= 0.01;
            wave[i] = i is >= 72_000 and < 80_000 ? 0 : (float)x;
        }
        return wave;
    }

    /// <summary>The weights of a model, without those that can be computed or are copies.</summary>
    public static ModelWeights Weights(BartShape shape, int seed) =>
        new("formula", Keys(shape).Select(key => Weight(key.Key, key.Shape, seed, shape.Rules.End))
            .Append(Tensor.FromFloats("audio_encoder.positional_embedding", Sinusoids(shape.Width), AudioFrontEnd.Positions, shape.Width))
            .ToDictionary(tensor => tensor.Name));

    private static IEnumerable<(string Key, int[] Shape)> Keys(BartShape shape)
    {
        var width = shape.Width;
        yield return ("audio_encoder.conv1.weight", [width, AudioFrontEnd.Bands, 3]);
        yield return ("audio_encoder.conv1.bias", [width]);
        for (var i = 0; i < AudioFrontEnd.Convolutions - 1; i++)
        {
            yield return ($"audio_encoder.conv_stack.{i}.weight", [width, width, 3]);
            yield return ($"audio_encoder.conv_stack.{i}.bias", [width]);
        }
        yield return ("bart.final_logits_bias", [1, shape.Vocabulary]);
        yield return ("bart.model.shared.weight", [shape.Vocabulary, width]);
        foreach (var key in Side("encoder", shape.Encoder, "self_attn").Concat(Side("decoder", shape.Decoder, "self_attn", "encoder_attn")))
            yield return key;

        IEnumerable<(string, int[])> Side(string side, BartStack stack, params string[] attentions)
        {
            yield return ($"bart.model.{side}.embed_positions.weight", [shape.Positions + 2, width]);
            foreach (var key in Pair($"bart.model.{side}.layernorm_embedding", [width])) yield return key;
            for (var layer = 0; layer < stack.Layers; layer++)
            {
                var block = $"bart.model.{side}.layers.{layer}.";
                foreach (var attention in attentions)
                {
                    foreach (var part in new[] { "k", "v", "q", "out" })
                        foreach (var key in Pair($"{block}{attention}.{part}_proj", [width, width])) yield return key;
                    foreach (var key in Pair($"{block}{attention}_layer_norm", [width])) yield return key;
                }
                foreach (var key in Pair(block + "fc1", [stack.InnerWidth, width])) yield return key;
                foreach (var key in Pair(block + "fc2", [width, stack.InnerWidth])) yield return key;
                foreach (var key in Pair(block + "final_layer_norm", [width])) yield return key;
            }
        }

        static IEnumerable<(string, int[])> Pair(string name, int[] weight)
        {
            yield return (name + ".weight", weight);
            yield return (name + ".bias", [weight[0]]);
        }
    }

    private static Tensor Weight(string key, int[] shape, int seed, int end)
    {
        var inputs = shape.Skip(1).Aggregate(1, (a, b) => a * b);
        var (scale, middle) = key switch
        {
            _ when key.Contains("norm", StringComparison.Ordinal) && key.EndsWith("weight", StringComparison.Ordinal) => (0.3, 1.0),
            "bart.model.shared.weight" or "bart.final_logits_bias" => (1, 0),
            _ when key.Contains("embed_positions", StringComparison.Ordinal) => (1, 0),
            _ when shape.Length == 1 => (0.2, 0),
            "audio_encoder.conv1.weight" => (0.05 / Math.Sqrt(inputs), 0),
            _ => (2 / Math.Sqrt(inputs), 0),
        };
        float[] values = [.. Noise($"{seed}:{key}", shape.Aggregate(1, (a, b) => a * b)).Select(v => (float)(middle + scale * v))];
        if (key == "bart.final_logits_bias") values[end] += 2;
        return Tensor.FromFloats(key, values, shape);
    }

    private static float[] Sinusoids(int width)
    {
        var half = width / 2;
        var values = new float[AudioFrontEnd.Positions * width];
        for (var t = 0; t < AudioFrontEnd.Positions; t++)
            for (var i = 0; i < half; i++)
            {
                var turn = t * MathF.Exp((float)(-Math.Log(10_000) / (half - 1) * i));
                (values[t * width + i], values[t * width + half + i]) = (MathF.Sin(turn), MathF.Cos(turn));
            }
        return values;
    }

    // −1 to 1, decided by key and index
    private static double[] Noise(string key, int count)
    {
        var start = Crc32.HashToUInt32(Encoding.UTF8.GetBytes(key));
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var hash = start + (uint)i * 2654435761u;
            hash = (hash ^ (hash >> 15)) * 2246822519u;
            hash = (hash ^ (hash >> 13)) * 3266489917u;
            values[i] = (hash ^ (hash >> 16)) / 2147483648.0 - 1;
        }
        return values;
    }
}

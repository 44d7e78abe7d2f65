using System.Buffers.Binary;
using Mmva;
using Mmva.Data;
using Mmva.WeightFiles;

namespace TrainCompact;

/// <summary>A model together with the maps before its necks.</summary>
internal sealed record TrainedHeads(MmvaModel Model, FeatureMap Images, FeatureMap Music, FeatureMap Texts)
{
    public FeatureMap MapOf(Modality modality) => modality switch { Modality.Image => Images, Modality.Music => Music, _ => Texts };

    public ValenceArousal[] Predict(Modality modality, FeatureSet set, IReadOnlyList<int> rows) =>
        Model.PredictEmotion(modality, MapOf(modality).Apply(set, rows));

    public float[] Embed(Modality modality, FeatureSet set, IReadOnlyList<int> rows) => Model.Embed(modality, MapOf(modality).Apply(set, rows));

    /// <summary>Folds the maps into the necks and writes the paper's model in float16, half the size; see <see cref="LargestShift"/>.</summary>
    public void Save(string path, IReadOnlyDictionary<string, string> metadata)
    {
        Model.Save(path, metadata);
        List<Tensor> tensors;
        Dictionary<string, string> texts;
        using (var file = SafetensorsFile.Open(path))
        {
            var values = file.Tensors.ToDictionary(t => t.Key, t => (Values: t.Value.ToFloats(), Shape: t.Value.Shape.ToArray()));
            texts = file.Metadata.ToDictionary();
            foreach (var modality in Enum.GetValues<Modality>()) Fold(modality, values, texts);
            tensors = [.. values.Select(v => InHalfPrecision(v.Key, v.Value.Values, v.Value.Shape))];
        }
        SafetensorsWriter.Write(path, tensors, texts);
    }

    /// <summary>The largest shift of a prediction by folding and float16.</summary>
    public double LargestShift(string path, TrainingData data, Rows rows)
    {
        var saved = MmvaModel.Load(path);
        var media = Math.Max(Shift(Modality.Image, data.Images, rows.Images), Shift(Modality.Music, data.Music, rows.Music));
        return Math.Max(media, Shift(Modality.Caption, data.Texts, rows.Texts));

        double Shift(Modality modality, FeatureSet set, IReadOnlyList<int> of) =>
            Predict(modality, set, of).Zip(saved.PredictEmotion(modality, set.Features.Take(of)), (a, b) => a.DistanceTo(b)).Max();
    }

    private void Fold(Modality modality, Dictionary<string, (float[] Values, int[] Shape)> values, Dictionary<string, string> texts)
    {
        var (name, map) = (modality.ToString().ToLowerInvariant(), MapOf(modality));
        var neck = $"{name}_neck.";
        var (share, offset) = (values[neck + "aggregate.weight"], values[neck + "aggregate.bias"]);
        var (weight, bias) = (values[neck + "project.weight"], values[neck + "project.bias"]);
        var folded = map.Fold(share.Values, offset.Values[0], weight.Values, bias.Values);
        values[neck + "aggregate.bias"] = ([0], offset.Shape);
        values[neck + "project.weight"] = (folded.Weight, [bias.Values.Length, map.Features.Width]);
        values[neck + "project.bias"] = (folded.Bias, bias.Shape);
        texts[$"mmva.{name}"] = map.Features.ToString();
    }

    private static Tensor InHalfPrecision(string name, float[] values, int[] shape)
    {
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)values[i]);
        return Tensor.FromBytes(name, TensorType.Float16, bytes, shape);
    }
}

using Mmva.Emotion;
using Mmva.Model;

namespace TrainCompact;

/// <summary>
/// Widens what the heads say about the mean rating of each modality. A fit by squared error keeps close to the mean where it knows little; a retriever needs the whole plane.
/// Works on logits, p ↦ σ(a (logit p − c) + c), so that it disappears into the last linear layer of a head; the order of predictions, and so nearly r, stays.
/// </summary>
internal sealed class Calibration
{
    private readonly Dictionary<Modality, (Axis Valence, Axis Arousal)> _axes;

    private Calibration(Dictionary<Modality, (Axis, Axis)> axes) => _axes = axes;

    /// <summary>The factors of the recipe, about the means of the training rows.</summary>
    public static Calibration Of(TrainingData data, Rows rows) => new(new()
    {
        [Modality.Image] = About(data.Images.Emotions(rows.Images), Recipe.ImageSpread),
        [Modality.Music] = About(data.Music.Emotions(rows.Music), Recipe.MusicSpread),
        [Modality.Caption] = About(data.Texts.Emotions(rows.Texts), Recipe.TextSpread),
    });

    public ValenceArousal Apply(Modality modality, ValenceArousal point)
    {
        var (valence, arousal) = _axes[modality];
        return new(valence.Apply(point.Valence), arousal.Apply(point.Arousal));
    }

    /// <summary>Rewrites the last linear layer of a head, [2, width] and [2].</summary>
    public void Fold(Modality modality, Span<float> weight, Span<float> bias)
    {
        var (valence, arousal) = _axes[modality];
        var width = weight.Length / bias.Length;
        valence.Fold(weight[..width], ref bias[0]);
        arousal.Fold(weight[width..], ref bias[1]);
    }

    private static (Axis, Axis) About(ValenceArousal[] emotions, (double Valence, double Arousal) factors) =>
        (new(factors.Valence, Logit(emotions.Average(e => e.Valence))), new(factors.Arousal, Logit(emotions.Average(e => e.Arousal))));

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private readonly record struct Axis(double Factor, double Centre)
    {
        public float Apply(float p)
        {
            var logit = Logit(Math.Clamp(p, 1e-6, 1 - 1e-6));
            return (float)(1 / (1 + Math.Exp(-(Factor * (logit - Centre) + Centre))));
        }

        public void Fold(Span<float> weight, ref float bias)
        {
            foreach (ref var w in weight) w = (float)(w * Factor);
            bias = (float)(Factor * (bias - Centre) + Centre);
        }
    }
}

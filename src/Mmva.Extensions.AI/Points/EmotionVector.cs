namespace Mmva.Extensions.AI;

/// <summary>Points of the emotion plane as vectors: valence, then arousal.</summary>
internal static class EmotionVector
{
    public const string Model = "valence-arousal";

    public const int Dimensions = 2;

    public static ReadOnlyMemory<float> Of(ValenceArousal point) => new[] { point.Valence, point.Arousal };
}

using System.Globalization;

namespace Mmva;

/// <summary>The shape of one input's features.</summary>
/// <param name="Layers">The number of feature vectors: 13 for MERT and RoBERTa, 1 for CLIP.</param>
/// <param name="Width">The length of a feature vector.</param>
public readonly record struct FeatureShape(int Layers, int Width)
{
    /// <summary>Returns the shape as text, for example <c>13x768</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layers}x{Width}");

    internal static FeatureShape Parse(string text)
    {
        var parts = text.Split('x');
        if (parts.Length != 2) throw new FormatException($"'{text}' is not a shape, for example 13x768.");
        return new(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}

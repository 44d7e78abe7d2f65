using System.Runtime.CompilerServices;

namespace Mmva;

/// <summary>Checks of arguments that several packages share.</summary>
internal static class ArgumentChecks
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not a defined modality.</exception>
    public static void ThrowIfUndefined(Modality? modality, [CallerArgumentExpression(nameof(modality))] string? name = null)
    {
        if (modality is { } given && !Enum.IsDefined(given)) throw new ArgumentOutOfRangeException(name, given, "Unknown modality.");
    }

    /// <exception cref="ArgumentOutOfRangeException">A coordinate is NaN or infinite.</exception>
    public static void ThrowIfNotFinite(ValenceArousal point, [CallerArgumentExpression(nameof(point))] string? name = null)
    {
        if (!point.IsFinite) throw new ArgumentOutOfRangeException(name, point, "Valence and arousal must be finite.");
    }
}

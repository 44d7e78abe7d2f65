using System.Runtime.CompilerServices;

namespace Mmva.Tasks;

internal static class Finite
{
    /// <summary>Refuses a place that has no distance from anything.</summary>
    public static void ThrowIfNot(ValenceArousal place, [CallerArgumentExpression(nameof(place))] string? name = null)
    {
        if (!float.IsFinite(place.Valence) || !float.IsFinite(place.Arousal)) throw new ArgumentOutOfRangeException(name, place, "The place must be finite.");
    }
}

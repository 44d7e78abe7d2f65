using System.Text.Json;

namespace Mmva;

/// <summary>One mood of a file of moods.</summary>
internal static class MoodEntry
{
    /// <summary>The numbers of an entry: those of a center, then those of a region.</summary>
    public static readonly string[] Numbers = ["valence", "arousal", "radius", "min_valence", "max_valence", "min_arousal", "max_arousal"];

    private const int OfCenter = 3;

    public static Mood Read(JsonElement entry, int index)
    {
        if (entry.ValueKind != JsonValueKind.Object) throw new MoodException($"Entry {index + 1} of 'moods' is not an object.");
        string? name = null;
        var numbers = new double?[Numbers.Length];
        foreach (var property in entry.EnumerateObject())
        {
            if (property.Name == "name")
            {
                name = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()
                    : throw new MoodException($"The name of entry {index + 1} of 'moods' is not a text.");
                continue;
            }
            var at = Array.IndexOf(Numbers, property.Name);
            if (at < 0)
                throw new MoodException(
                    $"Entry {index + 1} of 'moods' has the unknown property '{property.Name}'; "
                    + $"the properties are name, {string.Join(", ", Numbers)}.");
            numbers[at] = property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var number) ? number
                : throw new MoodException($"{property.Name} of entry {index + 1} of 'moods' is not a number.");
        }
        return Create(name ?? throw new MoodException($"Entry {index + 1} of 'moods' has no name."), numbers);
    }

    /// <summary>Creates a mood from its numbers, which are in the order of <see cref="Numbers"/>; null for those that are not given.</summary>
    public static Mood Create(string name, double?[] numbers)
    {
        var isRegion = numbers.Skip(OfCenter).Any(number => number is not null);
        if (isRegion && numbers.Take(OfCenter).Any(number => number is not null))
            throw new MoodException(
                $"The mood '{name}' has both a center and thresholds; give valence, arousal and radius, or min_ and max_ values.");
        if (isRegion) return new(name, new EmotionRegion(Least(numbers[3]), Most(numbers[4]), Least(numbers[5]), Most(numbers[6])));
        return numbers is [{ } valence, { } arousal, ..]
            ? new(name, new ValenceArousal((float)valence, (float)arousal), numbers[2])
            : throw new MoodException($"The mood '{name}' needs valence and arousal, or thresholds such as min_arousal.");
    }

    private static float Least(double? number) => (float)(number ?? double.NegativeInfinity);

    private static float Most(double? number) => (float)(number ?? double.PositiveInfinity);
}

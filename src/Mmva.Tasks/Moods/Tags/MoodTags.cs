using System.Globalization;

namespace Mmva;

/// <summary>The mood tags of a music file: names of moods, valence and arousal, as they are written in the file.</summary>
/// <remarks>Immutable; equal if all values are; safe to use from several threads.</remarks>
public sealed class MoodTags : IEquatable<MoodTags>
{
    private const int Digits = 3;

    private readonly string[][] _values;

    /// <summary>Creates tags. A field usually has one value; it can have several ones, or none, which means that it is not there.</summary>
    /// <param name="moods">The names of the moods.</param>
    /// <param name="valence">The valence.</param>
    /// <param name="arousal">The arousal.</param>
    /// <exception cref="ArgumentException">A value has a NUL character, which separates values in files.</exception>
    public MoodTags(IEnumerable<string>? moods = null, IEnumerable<string>? valence = null, IEnumerable<string>? arousal = null)
    {
        _values = [[.. moods ?? []], [.. valence ?? []], [.. arousal ?? []]];
        foreach (var value in _values.SelectMany(values => values))
            if (value.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A value of a mood tag has a NUL character.");
    }

    /// <summary>The tags of a file without any.</summary>
    public static MoodTags None { get; } = new();

    /// <summary>The names of the moods.</summary>
    public IReadOnlyList<string> Moods => _values[0];

    /// <summary>The valence; Mmva writes it with three decimals, from 0 to 1.</summary>
    public IReadOnlyList<string> Valence => _values[1];

    /// <summary>The arousal; Mmva writes it with three decimals, from 0 to 1.</summary>
    public IReadOnlyList<string> Arousal => _values[2];

    /// <summary>The fields by their names in Vorbis comments, in this order everywhere.</summary>
    internal static string[] Names => ["MOOD", "VALENCE", "AROUSAL"];

    internal IReadOnlyList<string> this[int field] => _values[field];

    /// <summary>Returns what the tags of a file with these tags become: what Mmva wrote earlier is replaced, what is not Mmva's is kept.</summary>
    /// <param name="point">The predicted valence and arousal; coordinates outside [0, 1] are clipped.</param>
    /// <param name="vocabulary">The names.</param>
    /// <param name="overwrite">Whether tags that Mmva did not write are replaced, too.</param>
    /// <returns>The tags. If no mood applies to the point, a mood that Mmva wrote is removed.</returns>
    /// <remarks>
    /// Valence and arousal are taken for Mmva's if both have one value with three decimals from 0 to 1, and a mood if it is moreover the name that
    /// this vocabulary or <see cref="MoodVocabulary.Default"/> has for them. So a file can be tagged again after a change of the model, and with
    /// another vocabulary after the default one; after a change from one custom vocabulary to another, moods are replaced only by
    /// <paramref name="overwrite"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MoodTags Updated(ValenceArousal point, MoodVocabulary vocabulary, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentChecks.ThrowIfNotFinite(point);
        // the name is that of the point as it is written, so that a later run recognizes it
        string[] valence = [Written(point.Valence)], arousal = [Written(point.Arousal)];
        var name = vocabulary.NameOf(new(Number(valence[0])!.Value, Number(arousal[0])!.Value));
        var written = WrittenPoint();
        var replacesPoint = overwrite || written is not null || (Valence.Count == 0 && Arousal.Count == 0);
        var replacesMood = overwrite || Moods.Count == 0
            || (written is { } earlier && Moods is [var mood]
                && (mood == vocabulary.NameOf(earlier) || mood == MoodVocabulary.Default.NameOf(earlier)));
        return new(
            replacesMood ? name is null ? [] : [name] : Moods, replacesPoint ? valence : Valence, replacesPoint ? arousal : Arousal);
    }

    /// <inheritdoc/>
    public bool Equals(MoodTags? other) => other is not null && _values.Zip(other._values).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MoodTags);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values.SelectMany(values => values)) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>Returns the moods, the valence and the arousal, such as <c>Calm 0.643 0.190</c>, with a dash for a field that is not there.</summary>
    public override string ToString() => string.Join(' ', _values.Select(values => values.Length == 0 ? "-" : string.Join("; ", values)));

    /// <summary>Creates tags from the values of each field.</summary>
    internal static MoodTags Of(Func<int, IEnumerable<string>> values) => new(values(0), values(1), values(2));

    private static string Written(float value) => Math.Clamp(value, 0, 1).ToString($"F{Digits}", CultureInfo.InvariantCulture);

    private ValenceArousal? WrittenPoint() => (Valence, Arousal) is ([var v], [var a]) && Number(v) is { } valence && Number(a) is { } arousal
        ? new(valence, arousal) : null;

    private static float? Number(string text) => text.Length == Digits + 2 && text is ['0' or '1', '.', ..]
        && float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1 ? number : null;
}

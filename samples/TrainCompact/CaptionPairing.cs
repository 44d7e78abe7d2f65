using Mmva.Training;

namespace TrainCompact;

/// <summary>How captions are paired with music. The paper pairs each piece with its own caption; here no piece has one, so others stand in.</summary>
internal enum CaptionPairing
{
    /// <summary>Any text for any piece; its label is its own.</summary>
    Random,

    /// <summary>Half the pieces get a rated musical caption, prompt or query whose own emotion is near the music's, half get any text.</summary>
    Near,

    /// <summary>Half the pieces get a caption that is worded from their own tags, pace and mode, with the music's label; half get any text.</summary>
    Worded,
}

/// <summary>Any text, with a share of the batch for each set.</summary>
internal sealed class SharedCaptions : ICaptionMatching
{
    private readonly int[][] _sets;
    private readonly double[] _limits; // cumulative shares, up to 1

    /// <param name="sources">The set of each text.</param>
    /// <param name="shares">The proportional share of each set; sets that are not named get nothing.</param>
    public SharedCaptions(IReadOnlyList<string> sources, IReadOnlyDictionary<string, double> shares)
    {
        var sets = sources.Select((source, row) => (source, row)).Where(s => shares.ContainsKey(s.source))
            .GroupBy(s => s.source).OrderBy(s => s.Key, StringComparer.Ordinal).ToArray();
        _sets = [.. sets.Select(s => s.Select(t => t.row).ToArray())];
        var total = sets.Sum(s => shares[s.Key]);
        _limits = new double[sets.Length];
        for (var i = 0; i < sets.Length; i++) _limits[i] = (i == 0 ? 0 : _limits[i - 1]) + shares[sets[i].Key] / total;
    }

    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        const int Grain = 1 << 24;
        for (var i = 0; i < captions.Length; i++)
        {
            var draw = (double)random.Next(Grain) / Grain;
            var at = Array.FindIndex(_limits, limit => draw < limit);
            var set = _sets[at < 0 ? _sets.Length - 1 : at];
            captions[i] = set[random.Next(set.Length)];
        }
    }
}

internal sealed class CaptionsAmong(ICaptionMatching matching, IReadOnlyList<int> rows) : ICaptionMatching
{
    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        matching.Match(music, captions, random);
        foreach (ref var caption in captions) caption = rows[caption];
    }
}

/// <summary>The first half of a batch is matched in one way, the rest in another; batches are shuffled.</summary>
internal sealed class HalfAndHalf(ICaptionMatching first, ICaptionMatching second) : ICaptionMatching
{
    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        var cut = music.Length / 2;
        first.Match(music[..cut], captions[..cut], random);
        second.Match(music[cut..], captions[cut..], random);
    }
}

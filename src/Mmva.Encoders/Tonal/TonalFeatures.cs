using static Mmva.Encoders.TonalProfiles;

namespace Mmva.Encoders;

/// <summary>
/// Mode, harmony and texture of a piece of music in <see cref="Width"/> values, from the notes of its frames. None depends on the key or on the
/// length; all vary on a scale of about a half, as the features of a network do.
/// </summary>
internal sealed class TonalFeatures
{
    public const int Width = 49;

    // frames of a part with its own mode (3 s), and of a chord (0.5 s)
    internal const int PieceFrames = 23, ChordFrames = 4;

    private readonly List<float> _chroma = [], _levels = [], _brightness = [], _rises = [], _registers = [], _spreads = [];
    private readonly double[] _dissonances = new double[PitchClasses / 2];

    private int Count => _levels.Count;

    /// <summary>Adds the next frame.</summary>
    /// <param name="salience">Its notes.</param>
    /// <param name="summary">Its other properties.</param>
    public void Add(ReadOnlySpan<float> salience, FrameSummary summary)
    {
        Span<float> chroma = stackalloc float[PitchClasses];
        chroma.Clear();
        double sum = 1e-9, first = 0, second = 0;
        for (var n = 0; n < salience.Length; n++)
        {
            var octaves = n / (double)PitchClasses;
            chroma[(PitchSpectrogram.LowestNote + n) % PitchClasses] += salience[n];
            sum += salience[n];
            first += salience[n] * octaves;
            second += salience[n] * octaves * octaves;
        }
        var register = first / sum;
        _registers.Add((float)register);
        _spreads.Add((float)Math.Sqrt(Math.Max(0, second / sum - register * register)));
        _levels.Add(summary.Level);
        _brightness.Add(summary.Brightness);
        if (Count > 1) _rises.Add(summary.Rise);
        foreach (var c in chroma) _chroma.Add(c);

        // simultaneous intervals
        var power = Math.Max(1e-18, Correlation(chroma, chroma));
        for (var interval = 1; interval <= _dissonances.Length; interval++)
            for (var i = 0; i < PitchClasses; i++)
                _dissonances[interval - 1] += chroma[i] * chroma[(i + PitchClasses - interval) % PitchClasses] / power;
    }

    /// <summary>The features of all frames so far.</summary>
    public float[] Compute()
    {
        var features = new List<float>(Width);
        Keys(features);
        Pieces(features);
        Chords(features);
        Change(features);
        AddMoments(features, _levels, spreadOnly: true);
        AddMoments(features, _rises);
        AddMoments(features, _brightness);
        AddMoments(features, _registers);
        features.Add((float)Mean(_spreads));
        foreach (var d in _dissonances) features.Add((float)(d / Count));
        return [.. features];
    }

    // the whole piece: pitch classes relative to the tonic, 1 if all are equally strong; fit of the best major and the best minor key, and which of
    // them is the mode of the tonic
    private void Keys(List<float> features)
    {
        Span<float> whole = stackalloc float[PitchClasses], standardized = stackalloc float[PitchClasses];
        Sum(0, Count, whole);
        Scale(whole);
        whole.CopyTo(standardized);
        Standardize(standardized);
        var (major, minor) = (Best(standardized, MajorKeys), Best(standardized, MinorKeys));
        var tonic = major.Correlation >= minor.Correlation ? major.Tonic : minor.Tonic;
        for (var i = 0; i < PitchClasses; i++) features.Add(PitchClasses * whole[(tonic + i) % PitchClasses]);
        features.AddRange([
            major.Correlation, minor.Correlation, major.Correlation - minor.Correlation,
            Correlation(standardized, MajorKeys[tonic]) - Correlation(standardized, MinorKeys[tonic]),
        ]);
    }

    // the same for every 3 s
    private void Pieces(List<float> features)
    {
        var (modes, fits) = (new List<float>(), new List<float>());
        Span<float> piece = stackalloc float[PitchClasses];
        for (var start = 0; start == 0 || start + PieceFrames / 2 < Count; start += PieceFrames)
        {
            Sum(start, Math.Min(Count, start + PieceFrames), piece);
            Standardize(piece);
            float major = Best(piece, MajorKeys).Correlation, minor = Best(piece, MinorKeys).Correlation;
            modes.Add(major - minor);
            fits.Add(Math.Max(major, minor));
        }
        AddMoments(features, modes);
        AddMoments(features, fits);
    }

    // every half second: the share of each kind of triad, how well each fits, and whether major or minor prevails
    private void Chords(List<float> features)
    {
        var chords = Math.Max(1, Count / ChordFrames);
        var (shares, fits, modes) = (new float[Triads.Length], new float[Triads.Length], new List<float>());
        Span<float> chord = stackalloc float[PitchClasses], fit = stackalloc float[Triads.Length];
        for (var i = 0; i < chords; i++)
        {
            Sum(i * ChordFrames, Math.Min(Count, (i + 1) * ChordFrames), chord);
            Standardize(chord);
            for (var t = 0; t < fit.Length; t++) fits[t] += (fit[t] = Best(chord, Triads[t]).Correlation) / chords;
            shares[fit.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max<float>(fit))] += 1f / chords;
            modes.Add(fit[0] - fit[1]);
        }
        features.AddRange([.. shares, .. fits]);
        AddMoments(features, modes);
    }

    // evenness of the pitch classes, in the whole piece and in each frame, and their rate of change
    private void Change(List<float> features)
    {
        Span<float> whole = stackalloc float[PitchClasses], now = stackalloc float[PitchClasses], before = stackalloc float[PitchClasses];
        Sum(0, Count, whole);
        Scale(whole);
        var (entropies, changes) = (new List<float>(Count), new List<float>(Count));
        for (var i = 0; i < Count; i++)
        {
            Sum(i, i + 1, now);
            Scale(now);
            entropies.Add(Entropy(now));
            Standardize(now);
            if (i > 0)
            {
                var squares = 0f;
                for (var c = 0; c < PitchClasses; c++) squares += (now[c] - before[c]) * (now[c] - before[c]);
                changes.Add(MathF.Sqrt(squares));
            }
            now.CopyTo(before);
        }
        features.Add(Entropy(whole));
        AddMoments(features, entropies);
        AddMoments(features, changes);
    }

    private void Sum(int from, int to, Span<float> chroma)
    {
        chroma.Clear();
        for (var frame = from; frame < to; frame++)
            for (var c = 0; c < PitchClasses; c++) chroma[c] += _chroma[frame * PitchClasses + c];
    }

    private static void Scale(Span<float> shares)
    {
        var sum = 1e-9f;
        foreach (var s in shares) sum += s;
        foreach (ref var s in shares) s /= sum;
    }

    private static float Entropy(ReadOnlySpan<float> shares)
    {
        var sum = 0f;
        foreach (var s in shares) sum -= s * MathF.Log(s + 1e-9f);
        return sum;
    }

    private static double Mean(List<float> values)
    {
        double sum = 0;
        foreach (var v in values) sum += v;
        return sum / Math.Max(1, values.Count);
    }

    // mean and standard deviation
    private static void AddMoments(List<float> features, List<float> values, bool spreadOnly = false)
    {
        double mean = Mean(values), squares = 0;
        foreach (var v in values) squares += (v - mean) * (v - mean);
        if (!spreadOnly) features.Add((float)mean);
        features.Add((float)Math.Sqrt(squares / Math.Max(1, values.Count)));
    }
}

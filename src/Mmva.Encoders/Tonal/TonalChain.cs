using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The features of <see cref="TonalEncoder"/> in a graph, from samples.</summary>
/// <remarks>As in <see cref="TonalFeatures"/>, sums over frames for moments are in double precision, and everything else is in float32.</remarks>
internal sealed class TonalChain
{
    private const int Classes = TonalProfiles.PitchClasses, Notes = PitchSpectrogram.Notes, FramesTogether = 16;

    private readonly GraphBuilder _graph;
    private readonly Term _chroma, _count, _later;
    private readonly Term _salience, _levels, _brightness, _rises;
    private readonly List<Term> _features = [];

    private TonalChain(Term samples)
    {
        _graph = samples.Graph;
        (_salience, _levels, _brightness, _rises) = Frames(samples);
        _chroma = _salience.MatMul(Matrix("classes_of_notes", ClassesOfNotes(), Notes, Classes)); // [frames, 12]
        _count = _levels.Size(0);
        _later = (_count.Range() > 0).As(TensorType.Float64); // 0 for the first frame, which has none before it, and 1 for the others
    }

    /// <summary>Adds them.</summary>
    /// <param name="samples">float32 [samples], 16 kHz.</param>
    /// <returns>float32 [1, 1, 49].</returns>
    public static Term Add(Term samples)
    {
        using var scope = samples.Graph.Scope("tonal");
        var chain = new TonalChain(samples);
        chain.Keys();
        chain.Pieces();
        chain.Chords();
        chain.Change();
        chain.AddMoments(chain._levels, spreadOnly: true);
        chain.AddMoments(chain._rises, chain._later);
        chain.AddMoments(chain._brightness);
        chain.RegistersAndIntervals();
        return Term.Concat(0, [.. chain._features]).Reshape(1, 1, TonalFeatures.Width);
    }

    // a few frames at a time, for their spectra are large: salience [frames, 61], level, brightness and rise [frames]
    private static (Term Salience, Term Levels, Term Brightness, Term Rises) Frames(Term samples)
    {
        const int bins = PitchSpectrogram.Bins, size = PitchSpectrogram.FrameSize;
        var length = samples.Size(0);
        var count = ((length - size) / PitchSpectrogram.Hop + 1).Max(1);
        var graph = samples.Graph;
        var (filters, allNotes) = PitchSpectrogram.FilterMatrix();
        var noteFilters = samples with { Value = graph.MostlyZeros("tonal.notes", filters, bins, allNotes) };
        var silence = samples with { Value = graph.Zeros(1, bins) };
        var values = graph.Loop("tonal_frames", (count + (FramesTogether - 1)) / FramesTogether, silence, (index, before) =>
        {
            var body = index.Graph;
            Term Constant(string name, float[] values, params int[] shape) => new(body, body.Weight(name, values, shape), TensorType.Float32);
            Term Integers(int end) => index.Constant(0).RangeTo(index.Constant(end));
            // frames behind the last are computed, and dropped; audio shorter than a frame is repeated
            var first = (index * FramesTogether + Integers(FramesTogether)).Min(count - 1).Unsqueeze(1) * PitchSpectrogram.Hop;
            var power = GraphSpectrum.Power(samples.Gather((first + Integers(size)) % length) * Constant("hann", PitchSpectrogram.Hann, size), size);
            var magnitude = power.Sqrt(); // [frames, bins]
            var notes = magnitude.MatMul(noteFilters).Sqrt();
            var salience = notes.MatMul(Constant("contrast", PitchSpectrogram.ContrastMatrix(), allNotes, Notes)).Max(0);
            var level = (power.Sum(1) + 1e-6).Log() / Math.Log(10);
            var frequencies = Integers(bins).As(TensorType.Float32) * ((double)PitchSpectrogram.SampleRate / size);
            var center = (magnitude * frequencies).Sum(1) / magnitude.Sum(1).Max(1e-9);
            var logarithm = (magnitude + 1).Log();
            var previous = Term.Concat(0, before!.Value, logarithm.Slice(0, 0, FramesTogether - 1));
            var rise = (logarithm - previous).Max(0).Mean(1);
            return (logarithm.Slice(0, FramesTogether - 1, FramesTogether), [salience, level, (center + 1).Log() / Math.Log(2), rise]);
        });
        Term All(Term blocks, params long[] shape) => blocks.Reshape(shape).Slice(0, count.Constant(0).Reshape(1), count);
        return (All(values[0], -1, Notes), All(values[1], -1), All(values[2], -1), All(values[3], -1));
    }

    private void Keys()
    {
        var whole = Scale(_chroma.Sum(0, keep: true)); // [1, 12]
        var standardized = Standardize(whole);
        var (major, minor) = (Correlations(standardized, "major_keys", TonalProfiles.MajorKeys),
            Correlations(standardized, "minor_keys", TonalProfiles.MinorKeys)); // [1, 12] each
        Term bestMajor = major.Largest(1), bestMinor = minor.Largest(1);
        var tonic = (bestMajor >= bestMinor).Choose(major.IndexOfLargest(1), minor.IndexOfLargest(1)); // [1]
        _features.Add(whole.Squeeze(0).Gather((tonic + Integers(Classes)) % Classes) * Classes);
        _features.AddRange([bestMajor, bestMinor, bestMajor - bestMinor]);
        _features.Add(major.Squeeze(0).Gather(tonic) - minor.Squeeze(0).Gather(tonic));
    }

    private void Pieces()
    {
        const int frames = TonalFeatures.PieceFrames;
        var pieces = ((_count + (frames - 1 - frames / 2)) / frames).Max(1);
        var standardized = Standardize(Group(frames, pieces));
        var major = Correlations(standardized, "major_keys", TonalProfiles.MajorKeys).Largest(1);
        var minor = Correlations(standardized, "minor_keys", TonalProfiles.MinorKeys).Largest(1);
        AddMoments(major - minor);
        AddMoments(major.Max(minor));
    }

    private void Chords()
    {
        const int frames = TonalFeatures.ChordFrames;
        var kinds = TonalProfiles.Triads.Length;
        var standardized = Standardize(Group(frames, (_count / frames).Max(1)));
        float[][] profiles = [.. TonalProfiles.Triads.SelectMany(kind => kind)];
        var fits = Correlations(standardized, "triads", profiles).Reshape(-1, kinds, Classes).Largest(2); // [chords, kinds]
        var best = fits.IndexOfLargest(1, keep: true).EqualTo(Integers(kinds)).As(TensorType.Float32);
        _features.AddRange([best.Mean(0), fits.Mean(0)]);
        AddMoments((fits.Slice(1, 0, 1) - fits.Slice(1, 1, 2)).Squeeze(1));
    }

    private void Change()
    {
        var shares = Scale(_chroma);
        var standardized = Standardize(shares);
        // the first frame is compared with itself, and does not count
        var before = Term.Concat(0, standardized.Slice(0, 0, 1), standardized.Slice(0, 0, -1));
        var difference = standardized - before;
        _features.Add(Entropy(Scale(_chroma.Sum(0, keep: true))));
        AddMoments(Entropy(shares));
        AddMoments((difference * difference).Sum(1).Sqrt(), _later);
    }

    private void RegistersAndIntervals()
    {
        // sums of salience, and of salience times octaves and their squares
        var moments = new double[3 * Notes];
        for (var n = 0; n < Notes; n++)
            for (var power = 0; power < 3; power++) moments[3 * n + power] = Math.Pow((double)n / Classes, power);
        var sums = _salience.As(TensorType.Float64).MatMul(
            new(_graph, _graph.Weight("tonal.octaves", moments, Notes, 3), TensorType.Float64)); // [frames, 3]
        var sum = sums.Slice(1, 0, 1) + 1e-9;
        var register = sums.Slice(1, 1, 2) / sum;
        var spread = (sums.Slice(1, 2, 3) / sum - register * register).Max(0).Sqrt();
        AddMoments(register.As(TensorType.Float32).Squeeze(1));
        _features.Add(spread.As(TensorType.Float32).As(TensorType.Float64).Mean(0).As(TensorType.Float32));

        var chroma = _chroma.As(TensorType.Float64);
        var all = (chroma * chroma).Sum(1, keep: true).Max(1e-18); // [frames, 1]
        long[] lower = [.. from interval in Enumerable.Range(1, Classes / 2)
            from i in Enumerable.Range(0, Classes)
            select (long)((i + Classes - interval) % Classes)];
        var others = chroma.Gather(new(_graph, _graph.Weight("tonal.lower", lower, Classes / 2, Classes), TensorType.Int64), 1); // [frames, 6, 12]
        _features.Add(((others * chroma.Unsqueeze(1)).Sum(2) / all).Mean(0).As(TensorType.Float32));
    }

    // mean and standard deviation over frames; of those with weight 1 if weights are given
    private void AddMoments(Term values, Term? weights = null, bool spreadOnly = false)
    {
        var exact = values.As(TensorType.Float64);
        Term Mean(Term x) => weights is { } w ? (x * w).Sum(0, keep: true) / w.Sum(0, keep: true).Max(1) : x.Mean(0, keep: true);
        var mean = Mean(exact);
        var centered = exact - mean;
        if (!spreadOnly) _features.Add(mean.As(TensorType.Float32));
        _features.Add(Mean(centered * centered).Sqrt().As(TensorType.Float32));
    }

    // sums of consecutive frames, [groups, 12]
    private Term Group(int frames, Term groups) => _chroma.PadEnd(0, 2, frames)
        .Slice(0, groups.Constant(0).Reshape(1), groups * frames).Reshape(-1, frames, Classes).Sum(1);

    private static Term Scale(Term shares) => shares / (shares.Sum(1, keep: true) + 1e-9);

    private static Term Standardize(Term values)
    {
        var centered = values - values.Mean(1, keep: true);
        return centered / (centered * centered).Sum(1, keep: true).Sqrt().Max(1e-9);
    }

    private static Term Entropy(Term shares) => (shares * (shares + 1e-9).Log()).Sum(1) * -1;

    // [rows, profiles]
    private Term Correlations(Term standardized, string name, float[][] profiles)
    {
        var transposed = new float[Classes * profiles.Length];
        for (var p = 0; p < profiles.Length; p++)
            for (var i = 0; i < Classes; i++) transposed[i * profiles.Length + p] = profiles[p][i];
        return standardized.MatMul(Matrix(name, transposed, Classes, profiles.Length));
    }

    private Term Matrix(string name, float[] values, params int[] shape) =>
        new(_graph, _graph.Weight("tonal." + name, values, shape), TensorType.Float32);

    private Term Integers(int count) =>
        new(_graph, _graph.Weight($"int64 0 to {count - 1}", [.. Enumerable.Range(0, count).Select(i => (long)i)], count), TensorType.Int64);

    private static float[] ClassesOfNotes()
    {
        var matrix = new float[Notes * Classes];
        for (var n = 0; n < Notes; n++) matrix[n * Classes + (PitchSpectrogram.LowestNote + n) % Classes] = 1;
        return matrix;
    }
}

using System.Numerics.Tensors;

namespace Mmva.Encoders;

/// <summary>How strongly each semitone exceeds its neighborhood over time, and other properties of a spectrum of this resolution.</summary>
/// <remarks>
/// Frames of 512 ms, one every 128 ms, from the first sample on; audio shorter than a frame is repeated to fill one. Has working memory: use one
/// instance per thread.
/// </remarks>
internal sealed class PitchSpectrogram
{
    public const int SampleRate = 16_000, Hop = 2048;

    /// <summary>The lowest note, C2 (65 Hz), as a MIDI number, and how many semitones there are, up to C7.</summary>
    public const int LowestNote = 36, Notes = 61;

    public const int FrameSize = 8192, Bins = FrameSize / 2 + 1;

    // beyond both ends, so that the notes there have neighbors for comparison
    private const int Margin = 1, AllNotes = Notes + 2 * Margin;

    // the neighborhood of a note for its background, in semitones in each direction
    private const int Neighbourhood = 6;

    internal static readonly float[] Hann = [.. Enumerable.Range(0,
        FrameSize).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / FrameSize)))];
    private static readonly (int Start, float[] Weights)[] Filters = [.. Enumerable.Range(LowestNote - Margin, AllNotes).Select(FilterOf)];
    private static readonly float[] Frequencies = [.. Enumerable.Range(0, Bins).Select(b => (float)b * SampleRate / FrameSize)];

    private readonly PowerSpectrum _spectrum = new(FrameSize);
    private readonly float[] _frames = new float[PowerSpectrum.FramesAtOnce * FrameSize], _power = new float[PowerSpectrum.FramesAtOnce * Bins];
    private readonly float[] _magnitude = new float[Bins], _logarithm = new float[Bins], _before = new float[Bins], _rise = new float[Bins];
    private readonly float[] _notes = new float[AllNotes];

    /// <summary>The filters of the notes and of their neighbors at both ends, as a matrix [bins, notes].</summary>
    internal static (float[] Values, int Notes) FilterMatrix()
    {
        var matrix = new float[Bins * AllNotes];
        for (var n = 0; n < AllNotes; n++)
            for (var i = 0; i < Filters[n].Weights.Length; i++) matrix[(Filters[n].Start + i) * AllNotes + n] = Filters[n].Weights[i];
        return (matrix, AllNotes);
    }

    /// <summary>The matrix [all notes, notes] that subtracts from each note the mean of its neighborhood.</summary>
    internal static float[] ContrastMatrix()
    {
        var matrix = new float[AllNotes * Notes];
        for (var n = 0; n < Notes; n++)
            for (var k = n + Margin - Neighbourhood; k <= n + Margin + Neighbourhood; k++)
                if (k is >= 0 and < AllNotes) matrix[k * Notes + n] = (k == n + Margin ? 1f : 0) - 1f / (2 * Neighbourhood + 1);
        return matrix;
    }

    /// <summary>The number of frames of an audio.</summary>
    public static int FrameCount(int samples) => samples < FrameSize ? 1 : 1 + (samples - FrameSize) / Hop;

    /// <summary>Computes the next frame; call it in the order of the frames.</summary>
    /// <param name="samples">The whole audio, 16 kHz.</param>
    /// <param name="index">The index of the frame.</param>
    /// <param name="salience">[<see cref="Notes"/>]; written.</param>
    /// <returns>Level, brightness and rise of the frame.</returns>
    public FrameSummary Compute(ReadOnlySpan<float> samples, int index, Span<float> salience)
    {
        var ahead = index % PowerSpectrum.FramesAtOnce;
        if (ahead == 0) Transform(samples, index);
        _power.AsSpan(ahead * Bins, Bins).CopyTo(_magnitude);
        var power = TensorPrimitives.Sum<float>(_magnitude);
        TensorPrimitives.Sqrt(_magnitude, _magnitude);
        Salience(salience);

        TensorPrimitives.LogP1(_magnitude, _logarithm);
        var rise = 0f;
        if (index > 0)
        {
            TensorPrimitives.Subtract(_logarithm, _before, _rise);
            TensorPrimitives.Max(_rise, 0f, _rise);
            rise = TensorPrimitives.Sum<float>(_rise) / Bins;
        }
        _logarithm.CopyTo(_before, 0);
        var center = TensorPrimitives.Dot<float>(_magnitude, Frequencies) / MathF.Max(TensorPrimitives.Sum<float>(_magnitude), 1e-9f);
        return new(MathF.Log10(power + 1e-6f), MathF.Log2(center + 1), rise);
    }

    // as many frames as are computed at once
    private void Transform(ReadOnlySpan<float> samples, int first)
    {
        var count = Math.Min(PowerSpectrum.FramesAtOnce, FrameCount(samples.Length) - first);
        for (var i = 0; i < count; i++)
        {
            var frame = _frames.AsSpan(i * FrameSize, FrameSize);
            if (samples.Length >= FrameSize) samples.Slice((first + i) * Hop, FrameSize).CopyTo(frame);
            else for (var k = 0; k < FrameSize; k++) frame[k] = samples[k % samples.Length];
            TensorPrimitives.Multiply(frame, Hann, frame);
        }
        _spectrum.Compute(_frames.AsSpan(0, count * FrameSize), _power);
    }

    private void Salience(Span<float> salience)
    {
        for (var n = 0; n < AllNotes; n++)
        {
            var (start, weights) = Filters[n];
            _notes[n] = MathF.Sqrt(TensorPrimitives.Dot(_magnitude.AsSpan(start, weights.Length), weights));
        }
        for (var n = 0; n < Notes; n++)
        {
            var background = 0f;
            for (var k = n + Margin - Neighbourhood; k <= n + Margin + Neighbourhood; k++)
                if (k is >= 0 and < AllNotes) background += _notes[k];
            salience[n] = MathF.Max(0, _notes[n + Margin] - background / (2 * Neighbourhood + 1));
        }
    }

    // a bell over the frequencies around the note, of sum 1: 1.5 % wide, but no narrower than the resolution of the transform
    private static (int Start, float[] Weights) FilterOf(int note)
    {
        const double BinWidth = (double)SampleRate / FrameSize;
        var center = 440 * Math.Pow(2, (note - 69) / 12.0);
        var deviation = Math.Max(0.015 * center, 0.6 * BinWidth);
        var weights = Enumerable.Range(0, Bins).Select(b => Math.Exp(-0.5 * Math.Pow((b * BinWidth - center) / deviation, 2))).ToArray();
        var sum = weights.Sum();
        var start = Array.FindIndex(weights, w => w > 1e-4);
        return (start, [.. weights.Skip(start).TakeWhile(w => w > 1e-4).Select(w => (float)(w / sum))]);
    }
}

/// <summary>Properties of a frame of audio other than its notes.</summary>
/// <param name="Level">log₁₀ of its power.</param>
/// <param name="Brightness">log₂ of its spectral centroid in Hz.</param>
/// <param name="Rise">The mean rise of the log spectrum since the frame before: large where notes begin.</param>
internal readonly record struct FrameSummary(float Level, float Brightness, float Rise);

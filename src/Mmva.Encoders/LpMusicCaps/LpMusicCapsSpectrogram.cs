namespace Mmva.Encoders;

/// <summary>
/// The input of LP-MusicCaps: 128 mel bands (HTK's scale, 0 to 8 kHz) of frames of 1,024 samples every 10 ms, in decibels, with a floor of −100.
/// </summary>
/// <remarks>
/// As published, the power is that of the real part of the spectrum only. The transform has double precision: upstream's own rounding errors reach a
/// few thousandths of a decibel in bands far below the loudest. Safe to use from several threads.
/// </remarks>
internal sealed class LpMusicCapsSpectrogram
{
    private const int Size = AudioFrontEnd.FrameSize, Bins = AudioFrontEnd.Bins, Bands = AudioFrontEnd.Bands;
    private const double Floor = 1e-10;

    private static readonly double[] Cos = [.. Enumerable.Range(0, Size / 2).Select(i => Math.Cos(2 * Math.PI * i / Size))];
    private static readonly double[] Sin = [.. Enumerable.Range(0, Size / 2).Select(i => Math.Sin(2 * Math.PI * i / Size))];
    private static readonly int[] Order = BitReversed();

    private readonly float[] _window;
    private readonly (int Start, float[] Weights)[] _filters;

    /// <param name="window">[1024].</param>
    /// <param name="filters">The weights of the bands, [513, 128].</param>
    public LpMusicCapsSpectrogram(float[] window, float[] filters)
    {
        _window = window;
        _filters = [.. Enumerable.Range(0, Bands).Select(band =>
        {
            float[] column = [.. Enumerable.Range(0, Bins).Select(bin => filters[bin * Bands + band])];
            var start = Math.Max(0, column.AsSpan().IndexOfAnyExcept(0f));
            return (start, column[start..(column.AsSpan().LastIndexOfAnyExcept(0f) + 1 is > 0 and var end ? end : start)]);
        })];
    }

    /// <summary>A periodic Hann window, [1024].</summary>
    public static float[] Window() => [.. Enumerable.Range(0, Size).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / Size)))];

    /// <summary>Triangles of height 1 on HTK's mel scale, [513, 128].</summary>
    public static float[] Filters()
    {
        const double Top = AudioFrontEnd.SampleRate / 2;
        var edges = new double[Bands + 2];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = 700 * (Math.Pow(10, Math.Log10(1 + Top / 700) * i / (Bands + 1)) - 1);
        var filters = new float[Bins * Bands];
        for (var bin = 0; bin < Bins; bin++)
            for (var band = 0; band < Bands; band++)
            {
                var hz = Top * bin / (Bins - 1);
                var rise = (hz - edges[band]) / (edges[band + 1] - edges[band]);
                var fall = (edges[band + 2] - hz) / (edges[band + 2] - edges[band + 1]);
                filters[bin * Bands + band] = (float)Math.Max(0, Math.Min(rise, fall));
            }
        return filters;
    }

    /// <summary>Computes the spectrogram of one chunk.</summary>
    /// <param name="samples">At most 160,000 samples at 16 kHz, at least 1; silence follows shorter audio.</param>
    /// <returns>[128, 1001].</returns>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        var result = new float[Bands * AudioFrontEnd.Frames];
        double[] re = new double[Size], im = new double[Size], even = new double[Bins], odd = new double[Bins];
        for (var frame = 0; frame < AudioFrontEnd.Frames; frame += 2)
        {
            // two real frames are one complex one
            Cut(samples, frame, re);
            if (frame + 1 < AudioFrontEnd.Frames) Cut(samples, frame + 1, im);
            else Array.Clear(im);
            Transform(re, im);
            for (var k = 0; k < Bins; k++)
            {
                var mirrored = (Size - k) % Size;
                even[k] = Squared(re[k] + re[mirrored]);
                odd[k] = Squared(im[k] + im[mirrored]);
            }
            Write(even, result.AsSpan(frame));
            if (frame + 1 < AudioFrontEnd.Frames) Write(odd, result.AsSpan(frame + 1));
        }
        return result;
    }

    private static double Squared(double twice) => twice * twice / 4;

    private void Write(double[] power, Span<float> target)
    {
        for (var band = 0; band < Bands; band++)
        {
            var (start, weights) = _filters[band];
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++) sum += weights[i] * power[start + i];
            target[band * AudioFrontEnd.Frames] = (float)(10 * Math.Log10(Math.Max(sum, Floor)));
        }
    }

    // in the order that the transform needs; the chunk is reflected beyond its ends
    private void Cut(ReadOnlySpan<float> samples, int frame, double[] target)
    {
        const int Last = AudioFrontEnd.ChunkSamples - 1;
        var start = frame * AudioFrontEnd.Hop - Size / 2;
        for (var i = 0; i < Size; i++)
        {
            var at = Math.Abs(start + i);
            if (at > Last) at = 2 * Last - at;
            target[Order[i]] = at < samples.Length ? (double)samples[at] * _window[i] : 0;
        }
    }

    private static void Transform(double[] re, double[] im)
    {
        for (var span = 1; span < Size; span *= 2)
            for (var start = 0; start < Size; start += 2 * span)
                for (var k = 0; k < span; k++)
                {
                    int a = start + k, b = a + span, turn = k * (Size / (2 * span));
                    var (tr, ti) = (re[b] * Cos[turn] + im[b] * Sin[turn], im[b] * Cos[turn] - re[b] * Sin[turn]);
                    (re[b], im[b]) = (re[a] - tr, im[a] - ti);
                    (re[a], im[a]) = (re[a] + tr, im[a] + ti);
                }
    }

    private static int[] BitReversed()
    {
        var order = new int[Size];
        for (var i = 0; i < Size; i++) order[i] = (order[i / 2] >> 1) | ((i & 1) * Size / 2);
        return order;
    }
}

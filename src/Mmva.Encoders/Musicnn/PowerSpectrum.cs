namespace Mmva.Encoders;

/// <summary>The power of a frame of real samples, by a radix-2 Fourier transform of half its size.</summary>
/// <remarks>Has working memory: use one instance per thread.</remarks>
internal sealed class PowerSpectrum
{
    private readonly int _half;
    private readonly float[] _re, _im, _cos, _sin;
    private readonly int[] _order;

    /// <param name="size">Samples in a frame, a power of two of at least 4.</param>
    public PowerSpectrum(int size)
    {
        _half = size / 2;
        _re = new float[_half];
        _im = new float[_half];
        _cos = new float[_half];
        _sin = new float[_half];
        _order = new int[_half];
        for (var i = 0; i < _half; i++)
        {
            (_cos[i], _sin[i]) = ((float)Math.Cos(2 * Math.PI * i / size), (float)Math.Sin(2 * Math.PI * i / size));
            _order[i] = (_order[i / 2] >> 1) | ((i & 1) * _half / 2);
        }
    }

    /// <summary>Writes the power of frequencies 0 to size / 2.</summary>
    /// <param name="frame">size samples.</param>
    /// <param name="power">size / 2 + 1 values.</param>
    public void Compute(ReadOnlySpan<float> frame, Span<float> power)
    {
        // even samples as real parts, odd ones as imaginary parts
        for (var i = 0; i < _half; i++) (_re[i], _im[i]) = (frame[2 * _order[i]], frame[2 * _order[i] + 1]);
        Transform();
        power[0] = (_re[0] + _im[0]) * (_re[0] + _im[0]);
        power[_half] = (_re[0] - _im[0]) * (_re[0] - _im[0]);
        for (var k = 1; k < _half; k++)
        {
            // X[k] = E[k] + e^(−2πik/size) · O[k], E and O from Z[k] and the conjugate of Z[half − k]
            float zr = _re[k], zi = _im[k], yr = _re[_half - k], yi = -_im[_half - k];
            float evenR = (zr + yr) / 2, evenI = (zi + yi) / 2, oddR = (zi - yi) / 2, oddI = (yr - zr) / 2;
            var re = evenR + _cos[k] * oddR + _sin[k] * oddI;
            var im = evenI + _cos[k] * oddI - _sin[k] * oddR;
            power[k] = re * re + im * im;
        }
    }

    private void Transform()
    {
        for (var span = 1; span < _half; span *= 2)
        {
            var step = _half / span; // the tables are of the whole size
            for (var start = 0; start < _half; start += 2 * span)
                for (var k = 0; k < span; k++)
                {
                    int a = start + k, b = a + span;
                    float c = _cos[k * step], s = _sin[k * step];
                    float tr = _re[b] * c + _im[b] * s, ti = _im[b] * c - _re[b] * s;
                    (_re[b], _im[b]) = (_re[a] - tr, _im[a] - ti);
                    (_re[a], _im[a]) = (_re[a] + tr, _im[a] + ti);
                }
        }
    }
}

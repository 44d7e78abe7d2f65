using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mmva.Encoders;

/// <summary>The power of frames of real samples, by a radix-2 Fourier transform of half their size.</summary>
/// <remarks>
/// A vector holds one value of several frames, so all of them take as long as one. Has working memory: use one instance per thread.
/// </remarks>
internal sealed class PowerSpectrum
{
    private readonly int _size, _half;
    private readonly Vector<float>[] _re, _im, _power;
    private readonly float[] _cos, _sin;
    private readonly int[] _order;

    /// <param name="size">Samples in a frame, a power of two of at least 4.</param>
    public PowerSpectrum(int size)
    {
        _size = size;
        _half = size / 2;
        _re = new Vector<float>[_half];
        _im = new Vector<float>[_half];
        _power = new Vector<float>[_half + 1];
        _cos = new float[_half];
        _sin = new float[_half];
        _order = new int[_half];
        for (var i = 0; i < _half; i++)
        {
            (_cos[i], _sin[i]) = ((float)Math.Cos(2 * Math.PI * i / size), (float)Math.Sin(2 * Math.PI * i / size));
            _order[i] = (_order[i / 2] >> 1) | ((i & 1) * _half / 2);
        }
    }

    /// <summary>Frames that take as long as one.</summary>
    public static int FramesAtOnce => Vector<float>.Count;

    /// <summary>Writes the power of frequencies 0 to size / 2 of each frame.</summary>
    /// <param name="frames">Up to <see cref="FramesAtOnce"/> frames of size samples.</param>
    /// <param name="power">size / 2 + 1 values for each.</param>
    public void Compute(ReadOnlySpan<float> frames, Span<float> power)
    {
        var count = frames.Length / _size;
        Compute(frames);
        var lanes = MemoryMarshal.Cast<Vector<float>, float>(_power.AsSpan());
        for (var frame = 0; frame < count; frame++)
        {
            var own = power.Slice(frame * _power.Length, _power.Length);
            for (var i = 0; i < own.Length; i++) own[i] = lanes[i * FramesAtOnce + frame];
        }
    }

    /// <summary>The power of frequencies 0 to size / 2, with a frame in each lane; it is valid until the next call.</summary>
    /// <param name="frames">Up to <see cref="FramesAtOnce"/> frames of size samples; lanes without a frame have no meaning.</param>
    public ReadOnlySpan<Vector<float>> Compute(ReadOnlySpan<float> frames)
    {
        Spread(frames, frames.Length / _size);
        Transform();
        Combine();
        return _power;
    }

    // one frame per lane; even samples as real parts, odd ones as imaginary parts
    private void Spread(ReadOnlySpan<float> frames, int count)
    {
        Span<float> re = MemoryMarshal.Cast<Vector<float>, float>(_re.AsSpan()), im = MemoryMarshal.Cast<Vector<float>, float>(_im.AsSpan());
        for (var frame = 0; frame < count; frame++)
        {
            var own = frames.Slice(frame * _size, _size);
            for (var i = 0; i < _half; i++)
            {
                re[i * FramesAtOnce + frame] = own[2 * _order[i]];
                im[i * FramesAtOnce + frame] = own[2 * _order[i] + 1];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform()
    {
        for (var span = 1; span < _half; span *= 2)
        {
            var step = _half / span; // the tables are of the whole size
            for (var start = 0; start < _half; start += 2 * span)
            {
                Span<Vector<float>> ar = _re.AsSpan(start, span), ai = _im.AsSpan(start, span);
                Span<Vector<float>> br = _re.AsSpan(start + span, span), bi = _im.AsSpan(start + span, span);
                for (var k = 0; k < ar.Length; k++)
                {
                    float c = _cos[k * step], s = _sin[k * step];
                    var (tr, ti) = (br[k] * c + bi[k] * s, bi[k] * c - br[k] * s);
                    (br[k], bi[k]) = (ar[k] - tr, ai[k] - ti);
                    (ar[k], ai[k]) = (ar[k] + tr, ai[k] + ti);
                }
            }
        }
    }

    // X[k] = E[k] + e^(−2πik/size) · O[k], E and O from Z[k] and the conjugate of Z[half − k]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine()
    {
        _power[0] = (_re[0] + _im[0]) * (_re[0] + _im[0]);
        _power[_half] = (_re[0] - _im[0]) * (_re[0] - _im[0]);
        for (var k = 1; k < _half; k++)
        {
            Vector<float> zr = _re[k], zi = _im[k], yr = _re[_half - k], yi = -_im[_half - k];
            Vector<float> evenR = (zr + yr) * 0.5f, evenI = (zi + yi) * 0.5f, oddR = (zi - yi) * 0.5f, oddI = (yr - zr) * 0.5f;
            var re = evenR + oddR * _cos[k] + oddI * _sin[k];
            var im = evenI + oddI * _cos[k] - oddR * _sin[k];
            _power[k] = re * re + im * im;
        }
    }
}

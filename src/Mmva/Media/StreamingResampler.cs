namespace Mmva;

/// <summary>Resamples audio while it arrives: the bits of <see cref="AudioResampling.Resample"/>, without the whole input in memory.</summary>
internal sealed class StreamingResampler
{
    private readonly int _from, _to;
    private readonly SincKernel _kernel;
    private float[] _input = [];
    private int _used;
    private long _offset; // of the buffer's first sample
    private long _ready;
    private long _read;

    /// <param name="sampleRate">The rate of the input (Hz).</param>
    /// <param name="newRate">The rate of the output (Hz).</param>
    public StreamingResampler(int sampleRate, int newRate)
    {
        var gcd = AudioResampling.Gcd(sampleRate, newRate);
        _from = sampleRate / gcd;
        _to = newRate / gcd;
        _kernel = SincKernel.Create(_from, _to, _to);
    }

    /// <summary>Whether samples are ready to be read.</summary>
    public bool HasMore => _read < _ready;

    /// <summary>The samples that the output of an input of this length has.</summary>
    public long OutputLength(long length) => AudioResampling.OutputLength(length, _from, _to);

    /// <summary>Adds samples. Read what is ready before more are added.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        var needless = (int)Math.Clamp((_read / _to * _from) + _kernel.Start[0] - _offset, 0, _used);
        if (_used - needless + samples.Length > _input.Length)
        {
            var larger = new float[2 * (_used - needless + samples.Length)];
            _input.AsSpan(needless, _used - needless).CopyTo(larger);
            _input = larger;
        }
        else _input.AsSpan(needless, _used - needless).CopyTo(_input);
        _used -= needless;
        _offset += needless;
        samples.CopyTo(_input.AsSpan(_used));
        _used += samples.Length;
        // whole blocks whose last filter ends within what has arrived
        _ready = Math.Max(0, (_offset + _used - _kernel.Start[^1] - _kernel.Taps) / _from * _to);
    }

    /// <summary>Declares that nothing follows: the rest of the output is ready.</summary>
    public void End() => _ready = OutputLength(_offset + _used);

    /// <summary>Writes the next samples.</summary>
    /// <returns>Their number; 0 if none is ready.</returns>
    public int Read(Span<float> output)
    {
        var count = (int)Math.Clamp(_ready - _read, 0, output.Length);
        AudioResampling.Filter(_input.AsSpan(0, _used), _offset, _from, _to, _kernel, _read, output[..count]);
        _read += count;
        return count;
    }
}

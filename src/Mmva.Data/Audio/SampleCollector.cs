using System.Globalization;

namespace Mmva.Data;

/// <summary>Collects samples, whose number may be unknown, and refuses them once they exceed the limits.</summary>
internal sealed class SampleCollector
{
    private const int SegmentLength = 1 << 20;

    private readonly string _name;
    private readonly int _sampleRate;
    private readonly AudioDecoderOptions _options;
    private readonly List<float[]> _full = [];
    private float[] _current;
    private int _used;
    private long _total;

    /// <param name="name">The name in error messages.</param>
    /// <param name="sampleRate">The sample rate (Hz).</param>
    /// <param name="options">The limits.</param>
    /// <param name="expected">The number of samples, or <see langword="null"/> if it is unknown.</param>
    public SampleCollector(string name, int sampleRate, AudioDecoderOptions options, long? expected)
    {
        _name = name;
        _sampleRate = sampleRate;
        _options = options;
        CheckLimits(expected ?? 0);
        _current = new float[expected ?? SegmentLength];
    }

    /// <summary>Free space for the next samples, at least one.</summary>
    public Span<float> Free
    {
        get
        {
            if (_used == _current.Length)
            {
                _full.Add(_current);
                _current = new float[SegmentLength];
                _used = 0;
            }
            return _current.AsSpan(_used);
        }
    }

    /// <summary>Adds the samples that were written to the start of <see cref="Free"/>.</summary>
    public void Advance(int count)
    {
        foreach (var x in _current.AsSpan(_used, count))
            if (!float.IsFinite(x)) throw new MediaException(_name, "is damaged: it has non-finite samples.");
        _used += count;
        CheckLimits(_total += count);
    }

    /// <summary>Returns all samples as one waveform.</summary>
    public Waveform ToWaveform()
    {
        if (_total == 0) throw new MediaException(_name, "has no samples.");
        if (_full.Count == 0) return new Waveform(_current.AsMemory(0, _used), _sampleRate);
        var all = new float[_total];
        var at = 0;
        foreach (var segment in _full)
        {
            segment.CopyTo(all, at);
            at += segment.Length;
        }
        _current.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        return new Waveform(all, _sampleRate);
    }

    private void CheckLimits(long samples)
    {
        if (samples > _options.MaxDuration.TotalSeconds * _sampleRate)
            throw MediaLimits.TooLong(_name, _options.MaxDuration, nameof(AudioDecoderOptions));
        if (samples > _options.MaxSamples)
            throw new MediaException(_name, string.Create(
                CultureInfo.InvariantCulture,
                $"has more samples than {nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.MaxSamples)} = {_options.MaxSamples:N0} allows."));
    }
}

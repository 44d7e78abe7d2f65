using System.Globalization;

namespace Mmva.Data;

/// <summary>Collects samples, whose number may be unknown, and refuses them once they exceed the limits.</summary>
internal sealed class SampleCollector
{
    /// <summary>The rate (Hz) to which long audio is resampled while it arrives: that of the compact music encoder.</summary>
    public const int LongAudioRate = 16_000;

    /// <summary>The number of samples beyond which audio is long, 400 MB.</summary>
    public const int LongAudioSamples = 100_000_000;

    private const int SegmentLength = 1 << 20, ArrivingLength = 1 << 14;

    private readonly string _name;
    private readonly int _sampleRate;
    private readonly AudioDecoderOptions _options;
    private readonly SampleWindows? _windows;
    private readonly int _mostAtFullRate;
    private int _rate; // of what is kept
    private StreamingResampler? _resampler;
    private float[]? _arriving; // where samples are not kept as they are
    private readonly List<float[]> _full = [];
    private float[] _current;
    private int _used;
    private long _kept, _total;

    /// <param name="name">The name in error messages.</param>
    /// <param name="sampleRate">The sample rate (Hz).</param>
    /// <param name="options">The limits, and what is kept.</param>
    /// <param name="expected">The number of samples, or <see langword="null"/> if it is unknown.</param>
    public SampleCollector(string name, int sampleRate, AudioDecoderOptions options, long? expected)
    {
        _name = name;
        _sampleRate = sampleRate;
        _options = options;
        if (expected is { } length && AudioExcerpt.Of(options)?.Plan((double)length / sampleRate) is { } windows)
        {
            _windows = new(windows, sampleRate);
            expected = _windows.Total;
        }
        CheckDuration(expected ?? 0);
        _rate = Math.Min(options.MaxSampleRate ?? sampleRate, sampleRate);
        _mostAtFullRate = Math.Min(LongAudioSamples, options.MaxSamples);
        if (expected > _mostAtFullRate) _rate = Math.Min(_rate, LongAudioRate);
        if (_rate < sampleRate)
        {
            _resampler = new(sampleRate, _rate);
            if (expected is { } input) expected = _resampler.OutputLength(input);
        }
        if (_windows is not null || _resampler is not null) _arriving = new float[ArrivingLength];
        CheckSamples(expected ?? 0);
        _current = new float[expected ?? SegmentLength];
    }

    /// <summary>Whether there are no samples yet.</summary>
    public bool IsEmpty => _total == 0;

    /// <summary>Free space for the next samples, at least one.</summary>
    public Span<float> Free => _arriving ?? FreeToKeep;

    private Span<float> FreeToKeep
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
        var samples = Free[..count];
        foreach (var x in samples)
            if (!float.IsFinite(x)) throw new MediaException(_name, "is damaged: it has non-finite samples.");
        if (_arriving is null) _used += count;
        else if (_windows is null) Keep(samples);
        else foreach (var part in _windows.Within(_total, count)) Keep(_arriving.AsSpan(part));
        _total += count;
        if (_arriving is null) _kept = _total;
        if (_windows is null) CheckDuration(_total);
        if (_kept > _mostAtFullRate && _resampler is null && _sampleRate > LongAudioRate) ResampleLongAudio();
        CheckSamples(_kept);
    }

    /// <summary>Returns all samples as one waveform.</summary>
    public Waveform ToWaveform()
    {
        if (_total == 0) throw new MediaException(_name, "has no samples.");
        if (_resampler is not null)
        {
            _resampler.End();
            KeepResampled();
        }
        return new Waveform(Kept(), _rate) { Name = _name, DecodedSamples = _total, DecodedDuration = (double)_total / _sampleRate };
    }

    private void Keep(ReadOnlySpan<float> samples)
    {
        if (_resampler is not null)
        {
            _resampler.Append(samples);
            KeepResampled();
            return;
        }
        for (Span<float> free; samples.Length > 0; samples = samples[free.Length..])
        {
            free = FreeToKeep;
            free = free[..Math.Min(free.Length, samples.Length)];
            samples[..free.Length].CopyTo(free);
            _used += free.Length;
            _kept += free.Length;
        }
    }

    private void KeepResampled()
    {
        while (_resampler!.HasMore)
        {
            var read = _resampler.Read(FreeToKeep);
            _used += read;
            _kept += read;
        }
    }

    // what has been kept so far goes through the resampler as if it had been there from the start: the result does not depend on when it began
    private void ResampleLongAudio()
    {
        var segments = new Queue<ReadOnlyMemory<float>>(_full.Select(segment => (ReadOnlyMemory<float>)segment));
        segments.Enqueue(_current.AsMemory(0, _used));
        _full.Clear();
        _rate = LongAudioRate;
        _resampler = new(_sampleRate, _rate);
        _arriving = new float[ArrivingLength];
        _current = new float[SegmentLength];
        _used = 0;
        _kept = 0;
        while (segments.TryDequeue(out var segment))
            for (var rest = segment; !rest.IsEmpty; rest = rest[Math.Min(ArrivingLength, rest.Length)..])
                Keep(rest.Span[..Math.Min(ArrivingLength, rest.Length)]);
    }

    private Memory<float> Kept()
    {
        if (_full.Count == 0) return _current.AsMemory(0, _used);
        var all = new float[_kept];
        var at = 0;
        foreach (var segment in _full)
        {
            segment.CopyTo(all, at);
            at += segment.Length;
        }
        _current.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        return all;
    }

    private void CheckDuration(long samples)
    {
        if (samples > _options.MaxDuration.TotalSeconds * _sampleRate)
            throw MediaLimits.TooLong(_name, _options.MaxDuration, nameof(AudioDecoderOptions));
    }

    private void CheckSamples(long samples)
    {
        if (samples > _options.MaxSamples)
            throw new MediaException(_name, string.Create(
                CultureInfo.InvariantCulture,
                $"has more samples than {nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.MaxSamples)} = {_options.MaxSamples:N0} allows; "
                + $"{nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.Excerpt)} decodes parts of it."));
    }
}

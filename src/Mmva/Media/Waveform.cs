namespace Mmva;

/// <summary>Decoded audio: one channel (the mean of a file's channels) of samples, with full scale at −1 and 1.</summary>
/// <remarks>Immutable by convention: do not write to the samples after passing them. Safe to read from several threads.</remarks>
public sealed class Waveform
{
    private readonly Lazy<Waveform>? _deferred;
    private readonly ReadOnlyMemory<float> _samples;
    private readonly int _sampleRate;

    /// <summary>Wraps samples.</summary>
    /// <param name="samples">The samples in time order, at least one.</param>
    /// <param name="sampleRate">The sample rate (Hz), at least 1.</param>
    /// <exception cref="ArgumentException">There are no samples, or the rate is below 1.</exception>
    public Waveform(ReadOnlyMemory<float> samples, int sampleRate)
    {
        if (samples.IsEmpty) throw new ArgumentException("A waveform needs at least one sample.", nameof(samples));
        if (sampleRate < 1) throw new ArgumentException($"The sample rate is {sampleRate} Hz; it must be at least 1.", nameof(sampleRate));
        _samples = samples;
        _sampleRate = sampleRate;
        DecodedSamples = samples.Length;
        DecodedDuration = (double)samples.Length / sampleRate;
    }

    private Waveform(string key, Lazy<Waveform> deferred)
    {
        Key = key;
        _deferred = deferred;
    }

    /// <summary>The samples, in time order.</summary>
    public ReadOnlyMemory<float> Samples => _deferred?.Value.Samples ?? _samples;

    /// <summary>The sample rate (Hz).</summary>
    public int SampleRate => _deferred?.Value.SampleRate ?? _sampleRate;

    /// <summary>What a user should know about the audio, such as channels that cancel each other out. A prediction repeats it.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The duration.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);

    /// <summary>The name of what was decoded, for messages; or <see langword="null"/>.</summary>
    internal string? Name { get; init; }

    /// <summary>Identifies the content of the file and how it was decoded, for a cache of its features; or <see langword="null"/>.</summary>
    internal string? Key { get; init; }

    /// <summary>How many samples the file had, before it was resampled and parts of it were left out.</summary>
    internal long DecodedSamples { get; init; }

    /// <summary>The duration of <see cref="DecodedSamples"/> at the rate of the file, in seconds.</summary>
    internal double DecodedDuration { get; init; }

    /// <summary>The samples that are in memory now.</summary>
    internal int SamplesInMemory => _deferred is null ? _samples.Length : _deferred.IsValueCreated ? _deferred.Value.Samples.Length : 0;

    /// <summary>Audio whose features are known: it is decoded only if its samples are needed nevertheless.</summary>
    internal static Waveform Deferred(string key, Func<Waveform> decode) => new(key, new Lazy<Waveform>(decode));

    /// <summary>The same audio with a key.</summary>
    internal Waveform WithKey(string key) => new(_samples, _sampleRate)
    {
        Key = key, DecodedSamples = DecodedSamples, DecodedDuration = DecodedDuration, Name = Name, Notices = Notices,
    };

    /// <summary>The same audio with a notice.</summary>
    internal Waveform WithNotice(string notice) => new(_samples, _sampleRate)
    {
        Key = Key, DecodedSamples = DecodedSamples, DecodedDuration = DecodedDuration, Name = Name, Notices = [.. Notices, notice],
    };
}

namespace Mmva.Compact;

/// <summary>Brings sound to one level before an encoder hears it, so that its features do not depend on how loud a file happens to be. Silence is left as it is, with a notice.</summary>
/// <remarks>As safe to use from several threads as the encoder is. Disposes the encoder.</remarks>
public sealed class LevelledEncoder : IModalityEncoder<Waveform>, IDisposable
{
    /// <summary>The default level, in dBFS.</summary>
    public const double DefaultLevel = -20;

    private readonly IModalityEncoder<Waveform> _encoder;
    private readonly double _level;
    private readonly int _sampleRate;

    /// <summary>Wraps an encoder.</summary>
    /// <param name="encoder">The encoder; from now on it belongs to this one.</param>
    /// <param name="sampleRate">The rate (Hz) that the encoder works at: sound is resampled once, before its level is taken.</param>
    /// <param name="level">The level (dBFS) that it hears everything at.</param>
    public LevelledEncoder(IModalityEncoder<Waveform> encoder, int sampleRate, double level = DefaultLevel)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (!double.IsFinite(level)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be a finite number of dBFS.");
        (_encoder, _sampleRate, _level) = (encoder, sampleRate, level);
        var suffix = FormattableString.Invariant($"@{level}dB");
        var inner = encoder.Metadata;
        Metadata = inner with { Fingerprint = inner.Fingerprint + suffix, WeightsFingerprint = inner.WeightsFingerprint + suffix };
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <inheritdoc/>
    /// <exception cref="MediaException">A waveform holds samples that are not finite, or so large that their power is not.</exception>
    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var silent = new List<EncodingNotice>();
        var levelled = await Task.Run(() => inputs.Select((input, i) => Level(input, i, silent, cancellationToken)).ToArray(), cancellationToken).ConfigureAwait(false);
        var features = await _encoder.EncodeAsync(levelled, cancellationToken).ConfigureAwait(false);
        return silent.Count == 0 ? features : new(features.Count, features.Layers, features.Width, features.Values, [.. features.Notices, .. silent]);
    }

    /// <summary>Disposes the encoder.</summary>
    public void Dispose() => (_encoder as IDisposable)?.Dispose();

    private Waveform Level(Waveform input, int index, List<EncodingNotice> silent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (input is null) throw new ArgumentException($"Input {index} is null.", nameof(input));
        var sound = AudioResampling.Resample(input, _sampleRate);
        try
        {
            if (AudioNormalization.ToLevel(sound, _level) is { } levelled) return levelled;
        }
        catch (ArgumentException e)
        {
            throw new MediaException($"waveform {index}", "it holds samples that are not finite, or far beyond full scale (−1 to 1).", e);
        }
        silent.Add(new(index, "it is silent, so its emotion is not told by anything that sounds"));
        return sound;
    }
}

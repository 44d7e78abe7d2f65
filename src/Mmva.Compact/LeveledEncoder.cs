using Mmva.Encoders;
using Mmva.Encoders.Graphs;

namespace Mmva.Compact;

/// <summary>
/// Brings audio to one level before it is encoded, so that features do not depend on how loud a file happens to be. Silence is encoded as zeros,
/// with a notice.
/// </summary>
/// <remarks>Safe to use from several threads if the encoder is. Disposes the encoder.</remarks>
internal sealed class LeveledEncoder : IModalityEncoder<Waveform>, IGraphEncoder, IDisposable
{
    /// <summary>The default level, in dBFS.</summary>
    public const double DefaultLevel = -20;

    private readonly IModalityEncoder<Waveform> _encoder;
    private readonly double _level;
    private readonly int _sampleRate;

    /// <param name="encoder">The encoder; it is owned by this one.</param>
    /// <param name="sampleRate">The rate (Hz) of the encoder: audio is resampled once, before its level is measured.</param>
    /// <param name="level">The level (dBFS) of all audio that it encodes.</param>
    public LeveledEncoder(IModalityEncoder<Waveform> encoder, int sampleRate, double level = DefaultLevel)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (!double.IsFinite(level)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be finite (dBFS).");
        _encoder = encoder;
        _sampleRate = sampleRate;
        _level = level;
        var suffix = FormattableString.Invariant($"@{level}dB");
        var inner = encoder.Metadata;
        Metadata = inner with { Fingerprint = inner.Fingerprint + suffix, WeightsFingerprint = inner.WeightsFingerprint + suffix };
    }

    public EncoderMetadata Metadata { get; }

    /// <exception cref="MediaException">A waveform contains samples that are not finite, or so large that their power is not.</exception>
    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var silent = new List<EncodingNotice>();
        var leveled = await Task.Run(() => inputs.Select((input, i) => Level(input, i, silent, cancellationToken)).ToArray(), cancellationToken)
            .ConfigureAwait(false);
        var features = await _encoder.EncodeAsync(leveled, cancellationToken).ConfigureAwait(false);
        if (silent.Count == 0) return features;
        return new(features.Count, features.Layers, features.Width, features.Values, [.. features.Notices, .. silent]);
    }

    public int SampleRate => _sampleRate;

    public int OperatorSet => GraphEncoders.Require(_encoder).OperatorSet;

    public Term AddTo(GraphInput input) =>
        GraphEncoders.Require(_encoder).AddTo(new(GraphAudio.ToLevel(input.Value, _sampleRate, _level)));

    public void Dispose() => (_encoder as IDisposable)?.Dispose();

    private Waveform Level(Waveform input, int index, List<EncodingNotice> silent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (input is null) throw new ArgumentException($"Input {index} is null.", nameof(input));
        var audio = AudioResampling.Resample(input, _sampleRate);
        try
        {
            if (AudioNormalization.ToLevel(audio, _level) is { } leveled) return leveled;
        }
        catch (ArgumentException e)
        {
            throw new MediaException($"waveform {index}", "it contains samples that are not finite, or far beyond full scale (−1 to 1).", e);
        }
        silent.Add(new(index, AudioNormalization.SilenceNotice));
        return new(new float[audio.Samples.Length], audio.SampleRate); // not the noise floor, which can sound exciting
    }
}

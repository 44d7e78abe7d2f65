namespace Mmva.Encoders;

/// <summary>
/// Mode and harmony of music, which a tagger such as musicnn hardly hears, in [1, 49]: pitch classes counted from the tonic, fit of major and minor keys over the whole and in pieces of 3 s,
/// shares of major, minor, diminished and augmented triads, how evenly pitch classes are used and how fast they change, means and spreads of loudness, onsets, brightness and register, and intervals that sound together.
/// Computed, not learned; the profiles of keys are those of Krumhansl and Kessler (1982).
/// </summary>
/// <remarks>Sound of any rate is resampled to 16 kHz and heard whole. Safe to use from several threads.</remarks>
public sealed class TonalEncoder : IModalityEncoder<Waveform>
{
    // raise the number whenever a feature changes: caches are keyed by it
    private const string Version = "tonal-1";

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; } = new("tonal", 1, TonalFeatures.Width, "MIT", "computed by Mmva, no weights", Version);

    /// <inheritdoc/>
    /// <exception cref="MediaException">A waveform holds samples that are not finite, or so large that their power is not.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    private FeatureBatch Encode(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken)
    {
        var (values, salience) = (new float[inputs.Count * Metadata.Width], new float[PitchSpectrogram.Notes]);
        for (var i = 0; i < inputs.Count; i++)
        {
            var samples = AudioResampling.Resample(inputs[i], PitchSpectrogram.SampleRate).Samples.Span;
            var (spectrogram, features) = (new PitchSpectrogram(), new TonalFeatures());
            for (var frame = 0; frame < PitchSpectrogram.FrameCount(samples.Length); frame++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var summary = spectrogram.Compute(samples, frame, salience);
                features.Add(salience, summary);
            }
            var own = values.AsSpan(i * Metadata.Width, Metadata.Width);
            features.Compute().CopyTo(own);
            FiniteSamples.Require(own, i);
        }
        return new(inputs.Count, 1, Metadata.Width, values);
    }
}

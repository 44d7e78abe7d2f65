using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>
/// Mode and harmony of music, which a tagger such as musicnn hardly detects, in [1, 49]: pitch classes relative to the tonic, fit of major and minor
/// keys
/// over the whole piece and in parts of 3 s, shares of major, minor, diminished and augmented triads, evenness and rate of change of pitch classes,
/// means and standard deviations of loudness, onsets, brightness and register, and simultaneous intervals.
/// Computed, not learned; the profiles of keys are those of Krumhansl and Kessler (1982).
/// </summary>
/// <remarks>Audio of any rate is resampled to 16 kHz and analyzed as a whole. Safe to use from several threads.</remarks>
public sealed class TonalEncoder : IModalityEncoder<Waveform>, IGraphEncoder
{
    // increment the number whenever a feature changes: caches are keyed by it
    private const string Version = "tonal-1";

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; } = new("tonal", 1, TonalFeatures.Width, "MIT", "computed by Mmva, no weights", Version);

    /// <inheritdoc/>
    /// <exception cref="MediaException">A waveform contains samples that are not finite, or so large that their power is not.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    int IGraphEncoder.SampleRate => PitchSpectrogram.SampleRate;

    Term IGraphEncoder.AddTo(GraphInput input) => TonalChain.Add(input.Value);

    private FeatureBatch Encode(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken)
    {
        var values = new float[inputs.Count * Metadata.Width];
        var salience = new float[PitchSpectrogram.Notes];
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

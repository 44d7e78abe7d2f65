using System.Numerics.Tensors;
using Mmva.Data;
using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Predicts windows of audio and selects those whose point has moved. Not thread-safe.</summary>
internal sealed class WindowPredictor(WaveFormat format, IEmotionPredictor predictor, double leastMove)
{
    private ValenceArousal? _reported;

    /// <summary>Predicts one window.</summary>
    /// <param name="interleaved">The samples of all channels; they may be overwritten later.</param>
    /// <param name="start">The first frame of the window.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The moment to report, or <see langword="null"/> if the point has not moved, or the window is silent or not finite.</returns>
    public async Task<EmotionMoment?> PredictAsync(ReadOnlyMemory<float> interleaved, long start, CancellationToken cancellationToken)
    {
        var frames = interleaved.Length / format.Channels;
        if (!TensorPrimitives.IsFiniteAll(interleaved.Span)) return null;
        var mixed = ChannelMix.Read(mix =>
        {
            var mono = new float[frames];
            mix.Mix(interleaved.Span, format.Channels, mono);
            return new Waveform(mono, format.SampleRate);
        })!;
        if (AudioNormalization.IsInaudible(mixed.Samples.Span)) return null;
        // without its notices: the log would repeat them with every window
        var waveform = new Waveform(mixed.Samples, mixed.SampleRate);
        var prediction = (await predictor.PredictAsync([waveform], null, cancellationToken).ConfigureAwait(false))[0];
        if (_reported is { } previous && previous.DistanceTo(prediction.Emotion) < leastMove) return null;
        var moment = new EmotionMoment(
            Time(start), Time(start + frames), prediction.Emotion, _reported, [.. mixed.Notices.Concat(prediction.Notices).Distinct()]);
        _reported = prediction.Emotion;
        return moment;
    }

    private TimeSpan Time(long frame) => TimeSpan.FromSeconds((double)frame / format.SampleRate);
}

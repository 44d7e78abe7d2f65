using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Mmva.NAudio;
using NAudio.Wave;

namespace Mmva;

/// <summary>Follows how the audio of NAudio feels while it runs.</summary>
public static class EmotionMonitorExtensions
{
    /// <summary>Lets a monitor hear what is played: pass the result to the player in place of the source.</summary>
    /// <param name="source">The audio to play.</param>
    /// <param name="monitor">The monitor, of the same format. It receives what the player reads, and outlives it.</param>
    /// <returns>A provider of the same samples.</returns>
    /// <exception cref="ArgumentException">The monitor has another rate or number of channels.</exception>
    public static ISampleProvider MonitoredBy(this ISampleProvider source, EmotionMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(monitor);
        var (format, expected) = (source.WaveFormat, monitor.Format);
        return format.SampleRate == expected.SampleRate && format.Channels == expected.Channels
            ? new MonitoredProvider(source, monitor)
            : throw new ArgumentException(
                $"The source has {format.Channels} channels at {format.SampleRate} Hz, but the monitor was created for "
                + $"{expected.Channels} at {expected.SampleRate} Hz.", nameof(monitor));
    }

    /// <summary>
    /// Reads audio to its end, as fast as it can be predicted, and returns what a monitor would report while it is played. Nothing is dropped: the
    /// same audio always gives the same moments.
    /// </summary>
    /// <param name="source">The audio, read from where it is.</param>
    /// <param name="predictor">Predicts the windows.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The moments in the order of time. The end of the audio is predicted, even if it is shorter than the first window should be.</returns>
    /// <exception cref="MediaException">The provider failed.</exception>
    /// <exception cref="MmvaException">A prediction failed.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static IAsyncEnumerable<EmotionMoment> FollowEmotionAsync(
        this ISampleProvider source, IEmotionPredictor predictor, EmotionMonitorOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predictor);
        return FollowAsync(source, predictor, (options ?? new()).Validated(new EmotionMonitorOptionsValidator()).Clone(), cancellationToken);
    }

    private static async IAsyncEnumerable<EmotionMoment> FollowAsync(
        ISampleProvider source, IEmotionPredictor predictor, EmotionMonitorOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (name, channels) = (source.GetType().Name, source.WaveFormat.Channels);
        var schedule = new WindowSchedule(source.WaveFormat, options);
        var windows = new WindowPredictor(source.WaveFormat, predictor, options.LeastMove);
        var ring = new SampleRing((long)schedule.Longest * channels);
        var window = new float[schedule.Longest * channels];
        var hop = schedule.Hop * channels;
        var buffer = new float[Math.Min(hop, 4096L * channels)];
        for (var (predicted, isEnd) = (0L, false); !isEnd;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var toNextEnd = hop - (ring.Written % hop);
            var read = SampleFormat.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, toNextEnd)), name);
            ring.Write(buffer.AsSpan(0, read));
            isEnd = read == 0;
            var frames = ring.Written / channels;
            var end = isEnd ? schedule.FinalEnd(frames, 0, isOnly: predicted == 0) : schedule.LastEnd(frames, 0);
            if (end <= predicted) continue;
            predicted = end;
            var start = schedule.Start(end, 0);
            var samples = window.AsMemory(0, (int)(end - start) * channels);
            ring.TryCopy(start * channels, samples.Span);
            if (await windows.PredictAsync(samples, start, cancellationToken).ConfigureAwait(false) is { } moment) yield return moment;
        }
    }
}

using System.Globalization;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Predicts the frames of a video as a stream.</summary>
/// <param name="Arousal">The arousal of every frame.</param>
/// <param name="Shots">The shots: their lengths in frames, and the thumbnails of their middle frames.</param>
/// <param name="End">The end of the images, if the reader knows it.</param>
/// <param name="Notices">The notices of the predictions.</param>
internal sealed record FrameReading(
    IReadOnlyList<float> Arousal, IReadOnlyList<(int Length, byte[] Thumbnail)> Shots, TimeSpan? End, IReadOnlyList<string> Notices)
{
    public const int FramesPerBatch = 8;

    /// <summary>The points of every frame.</summary>
    public IReadOnlyList<ValenceArousal> Emotions { get; init; } = [];

    /// <param name="source">The video.</param>
    /// <param name="predictor">Predicts the frames, or <see langword="null"/> if only their times and thumbnails are needed.</param>
    /// <param name="onFeatures">Receives the features of every frame in order, those of a repeated frame again; optional.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async Task<FrameReading> ReadAsync(
        VideoSource source, IEmotionPredictor? predictor, Action<ReadOnlyMemory<float>>? onFeatures,
        IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var options = source.Options;
        TimeSpan? end = null;
        var (emotions, shots, found) = (new List<ValenceArousal>(), new ShotBuilder(options), new PredictionNotices("frames"));
        RgbImage? previous = null;
        var (features, emotion) = (ReadOnlyMemory<float>.Empty, default(ValenceArousal));
        var thumbnail = Array.Empty<byte>();
        var batches = ReadAhead.InBatches(
            stop => source.Reader.ReadFramesAsync(source.Path, options.FramesPerSecond, stop), FramesPerBatch, cancellationToken);
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            // repeated frames are predicted once
            var repeated = batch.Select((frame, i) => IsSame(frame.Image, i == 0 ? previous : batch[i - 1].Image)).ToList();
            RgbImage[] fresh = [.. batch.Where((_, i) => !repeated[i]).Select(frame => frame.Image)];
            var predicted = predictor is not null && fresh.Length > 0
                ? await predictor.PredictFramesAsync(fresh, cancellationToken).ConfigureAwait(false)
                : null;
            for (int i = 0, next = 0; i < batch.Count; i++)
            {
                if (!repeated[i])
                {
                    if (predicted is not null)
                    {
                        (var prediction, features) = predicted[next++];
                        emotion = prediction.Emotion;
                        found.Add(prediction, options.TimeOf(emotions.Count));
                    }
                    if (options.ThumbnailSide > 0) thumbnail = Thumbnail.Jpeg(batch[i].Image, options.ThumbnailSide);
                }
                emotions.Add(emotion);
                shots.Add(features.Span, thumbnail);
                onFeatures?.Invoke(features);
            }
            previous = batch[^1].Image;
            end = batch[^1].End;
            progress?.Report(new(false, options.TimeOf(emotions.Count), source.Info.Duration));
        }
        return new([.. emotions.Select(point => point.Arousal)], shots.Complete(), end, [.. found.Texts]) { Emotions = emotions };
    }

    /// <summary>The end of the last frame: what the headers say, or else the reader, if it lies within the frame's interval.</summary>
    public TimeSpan DurationOf(VideoSource source, List<string> notices)
    {
        var (start, end, stated) = (source.Options.TimeOf(Arousal.Count - 1), source.Options.TimeOf(Arousal.Count), source.Info.Duration);
        var duration = IsWithin(stated) ? stated!.Value : IsWithin(End) ? End!.Value : end;
        if (stated > end + TimeSpan.FromSeconds(1))
        {
            notices.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The images end at {duration.TotalSeconds:0.#} s instead of {stated.Value.TotalSeconds:0.#} s: ")
                + "the video is truncated or damaged, or its audio longer.");
        }
        return duration;

        bool IsWithin(TimeSpan? time) => time > start && time < end;
    }

    private static bool IsSame(RgbImage image, RgbImage? other) => other is not null && image.Pixels.Span.SequenceEqual(other.Pixels.Span);
}

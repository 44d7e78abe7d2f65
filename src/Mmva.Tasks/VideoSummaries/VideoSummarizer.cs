using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>
/// Summarizes videos by arousal: predicts frames, audio, or both, cuts the video into shots where the frames' features change, and solves a knapsack
/// over
/// the shots.
/// </summary>
/// <remarks>
/// Safe to use from several threads at once, if the predictor is. Shots are cut by the features of the image encoder with an
/// <see cref="EmotionPredictor"/>, and by the embeddings with any other predictor.
/// </remarks>
public sealed class VideoSummarizer : IVideoSummarizer
{
    private const int FramesPerBatch = 8, SegmentsPerBatch = 4;

    private readonly IEmotionPredictor _predictor;
    private readonly IVideoReader _reader;
    private readonly VideoSummaryOptions _options;

    /// <summary>Creates the summarizer.</summary>
    /// <param name="predictor">
    /// Predicts frames and audio. It needs no image encoder for shots of fixed length by their music, and no music encoder if only images count.
    /// </param>
    /// <param name="reader">Reads the videos, or <see langword="null"/> for a reader with default limits.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults; must not be changed afterwards.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public VideoSummarizer(IEmotionPredictor predictor, IVideoReader? reader = null, VideoSummaryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        _predictor = predictor;
        _reader = reader ?? new VideoReader();
        _options = (options ?? new()).Validated(new VideoSummaryOptionsValidator());
    }

    private bool NeedsImages => _options.Arousal != ArousalSource.Music || _options.Shots == ShotDetection.KernelTemporalSegmentation;

    private bool NeedsMusic => _options.Arousal != ArousalSource.Images;

    /// <inheritdoc/>
    public async Task<VideoSummary> SummarizeAsync(
        string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await RequireEncodersAsync(cancellationToken).ConfigureAwait(false);
        var info = await _reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        if (_options.Arousal == ArousalSource.Music && info.Sound is null)
        {
            throw new MediaException(
                path, $"has no audio track, and only music counts: set {nameof(VideoSummaryOptions)}.{nameof(VideoSummaryOptions.Arousal)} "
                + $"to {nameof(ArousalSource.Images)}.");
        }
        var notices = new List<string>();
        var (images, shots, actualEnd) = await PredictFramesAsync(path, info, notices, progress, cancellationToken).ConfigureAwait(false);
        var duration = DurationOf(images.Count, info, actualEnd, notices);
        var music = NeedsMusic ? await PredictMusicAsync(path, info, duration, notices, progress, cancellationToken).ConfigureAwait(false) : [];
        var curve = ArousalCurve.Combine(images, music, _options.MusicSegment, At(1), _options.Arousal);

        var share = _options.Share * (duration / At(curve.Length)); // of the frames: the last one may be shorter than the others
        var selected = SummarySelection.Select(curve, [.. shots.Select(shot => shot.Length)], share, _options.Value);
        if (selected.Count > shots.Count || selected.Where(s => s.IsChosen).Sum(s => s.Length) > share * curve.Length)
            notices.Add(Invariant($"No shot is as short as {100 * _options.Share:0.#} % of the video: the best part of the best shot was chosen."));
        return new(
            path, info, duration, _options.Arousal, _options.Share, [.. selected.Select(ToShot)],
            [.. curve.Select((arousal, i) => new FrameArousal(At(i), arousal))], notices);

        VideoShot ToShot(SummarySelection.Shot shot)
        {
            var end = shot.Start + shot.Length;
            return new(At(shot.Start), end == curve.Length ? duration : At(end), shot.Score, shot.IsChosen, shots[shot.Parent].Thumbnail);
        }
    }

    /// <summary>Predicts nothing, so that a missing encoder is reported before the video is decoded.</summary>
    private async Task RequireEncodersAsync(CancellationToken cancellationToken)
    {
        if (NeedsImages) await _predictor.PredictAsync(Array.Empty<RgbImage>(), cancellationToken).ConfigureAwait(false);
        if (NeedsMusic) await _predictor.PredictAsync(Array.Empty<Waveform>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The arousal of every frame, the shots, and the end of the images, if the reader knows it.</summary>
    private async Task<(List<float> Arousal, IReadOnlyList<(int Length, byte[] Thumbnail)> Shots, TimeSpan? End)> PredictFramesAsync(
        string path, VideoInfo info, List<string> notices, IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        TimeSpan? end = null;
        var (arousal, shots, found) = (new List<float>(), new ShotBuilder(_options), new PredictionNotices("frames"));
        RgbImage? previous = null;
        var (features, emotion) = (ReadOnlyMemory<float>.Empty, 0f);
        var thumbnail = Array.Empty<byte>();
        var batches = ReadAhead.InBatches(stop => _reader.ReadFramesAsync(path, _options.FramesPerSecond, stop), FramesPerBatch, cancellationToken);
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            // repeated frames are predicted once
            var repeated = batch.Select((frame, i) => IsSame(frame.Image, i == 0 ? previous : batch[i - 1].Image)).ToList();
            RgbImage[] fresh = [.. batch.Where((_, i) => !repeated[i]).Select(frame => frame.Image)];
            var predicted = NeedsImages && fresh.Length > 0 ? await _predictor.PredictFramesAsync(fresh, cancellationToken).ConfigureAwait(false)
                : null;
            for (int i = 0, next = 0; i < batch.Count; i++)
            {
                if (!repeated[i])
                {
                    if (predicted is not null)
                    {
                        (var prediction, features) = predicted[next++];
                        emotion = prediction.Emotion.Arousal;
                        found.Add(prediction, At(arousal.Count));
                    }
                    if (_options.ThumbnailSide > 0) thumbnail = Thumbnail.Jpeg(batch[i].Image, _options.ThumbnailSide);
                }
                arousal.Add(emotion);
                shots.Add(features.Span, thumbnail);
            }
            previous = batch[^1].Image;
            end = batch[^1].End;
            progress?.Report(new(false, At(arousal.Count), info.Duration));
        }
        notices.AddRange(found.Texts);
        return (arousal, shots.Complete(), end);
    }

    /// <summary>The arousal of every segment of audio; if audio is optional, as far as there is any.</summary>
    private async Task<List<float>> PredictMusicAsync(
        string path, VideoInfo info, TimeSpan duration, List<string> notices, IProgress<VideoSummaryProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (arousal, found) = (new List<float>(), new PredictionNotices("segments of audio"));
        if (info.Sound is null)
        {
            notices.Add("There is no audio track: only the images count.");
            return arousal;
        }
        try
        {
            var batches = ReadAhead.InBatches(stop => _reader.ReadSoundAsync(path, _options.MusicSegment, stop), SegmentsPerBatch, cancellationToken);
            await foreach (var batch in batches.ConfigureAwait(false))
            {
                Waveform[] segments = [.. batch.Select(part => part.Sound)];
                foreach (var prediction in await _predictor.PredictAsync(segments, cancellationToken).ConfigureAwait(false))
                {
                    found.Add(prediction, arousal.Count * _options.MusicSegment);
                    arousal.Add(prediction.Emotion.Arousal);
                }
                var position = arousal.Count * _options.MusicSegment;
                progress?.Report(new(true, position < duration ? position : duration, duration));
                if (position >= duration) break;
            }
        }
        catch (MediaException e) when (_options.Arousal == ArousalSource.Both)
        {
            notices.AddRange(found.Texts);
            notices.Add($"The audio cannot be read to the end: from there on only the images count ({e.Message}).");
            return arousal;
        }
        notices.AddRange(found.Texts);
        var end = arousal.Count * _options.MusicSegment;
        if (end + _options.MusicSegment < duration)
        {
            var rest = _options.Arousal == ArousalSource.Both ? "only the images count" : "the last segment counts";
            notices.Add(Invariant($"The audio ends at {end.TotalSeconds:0.#} s; from there on {rest}."));
        }
        return arousal;
    }

    /// <summary>The end of the last frame: what the headers say, or else the reader, if it lies within the frame's interval.</summary>
    private TimeSpan DurationOf(int frames, VideoInfo info, TimeSpan? actual, List<string> notices)
    {
        var (start, end) = (At(frames - 1), At(frames));
        var duration = IsWithin(info.Duration) ? info.Duration!.Value : IsWithin(actual) ? actual!.Value : end;
        if (info.Duration > end + TimeSpan.FromSeconds(1))
        {
            var announced = info.Duration.Value.TotalSeconds;
            notices.Add(
                Invariant($"The images end at {duration.TotalSeconds:0.#} s instead of {announced:0.#} s: ")
                + "the video is truncated or damaged, or its audio longer.");
        }
        return duration;

        bool IsWithin(TimeSpan? time) => time > start && time < end;
    }

    private static bool IsSame(RgbImage image, RgbImage? other) => other is not null && image.Pixels.Span.SequenceEqual(other.Pixels.Span);

    private TimeSpan At(int frame) => TimeSpan.FromSeconds(frame / _options.FramesPerSecond);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

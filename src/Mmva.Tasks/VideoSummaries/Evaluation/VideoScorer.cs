using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks.Evaluation;

/// <summary>
/// Scores videos by the systems of <see cref="SummaryTable"/>: the arousal of their images and of their music, and the
/// <see cref="ContrastiveCriteria"/> of the features of the same images.
/// </summary>
/// <remarks>
/// The features are those of the image encoder with an <see cref="EmotionPredictor"/>, and the embeddings with any other predictor.
/// They stay in memory until the video ends. Safe to use from several threads at once, if the predictor is.
/// </remarks>
public sealed class VideoScorer
{
    private readonly IEmotionPredictor _predictor;
    private readonly IVideoReader _reader;
    private readonly VideoSummaryOptions _options;

    /// <summary>Creates the scorer.</summary>
    /// <param name="predictor">Predicts frames and audio.</param>
    /// <param name="reader">Reads the videos, or <see langword="null"/> for a reader with default limits.</param>
    /// <param name="options">
    /// The frames per second, the length of the clips of music, and the penalty of kernel temporal segmentation, or <see langword="null"/> for the
    /// defaults; must not be changed afterwards.
    /// </param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public VideoScorer(IEmotionPredictor predictor, IVideoReader? reader = null, VideoSummaryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        _predictor = predictor;
        _reader = reader ?? new VideoReader();
        var given = (options ?? new()).Validated(new VideoSummaryOptionsValidator());
        _options = new()
        {
            FramesPerSecond = given.FramesPerSecond,
            MusicSegment = given.MusicSegment,
            ChangePenalty = given.ChangePenalty,
            SegmentationWindow = given.SegmentationWindow,
            Shots = ShotDetection.KernelTemporalSegmentation,
            ThumbnailSide = 0,
        };
    }

    /// <summary>Scores a video.</summary>
    /// <param name="path">The video.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The scores. Missing audio is a notice, and so is a video with too many frames for the contrastive criteria.</returns>
    /// <exception cref="MediaException">The file is not a video, cannot be decoded, or exceeds a limit.</exception>
    /// <exception cref="MmvaException">A required encoder is missing, or does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<VideoScores> ScoreAsync(
        string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var source = new VideoSource(path, await _reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false), _reader, _options);
        var (features, count, width) = (new List<float>(), 0, 0);
        var images = await FrameReading.ReadAsync(source, _predictor, Keep, progress, cancellationToken).ConfigureAwait(false);
        var notices = new List<string>(images.Notices);
        var duration = images.DurationOf(source, notices);
        if (count > ContrastiveCriteria.MaxFrames)
            notices.Add($"There are {count} frames, too many to compare all of them: no contrastive criteria.");
        var contrastive = count > ContrastiveCriteria.MaxFrames ? []
            : ContrastiveCriteria.Score(CollectionsMarshal.AsSpan(features), width, cancellationToken: cancellationToken);
        var music = await MusicReading.ReadAsync(source, _predictor, duration, isOptional: true, progress, cancellationToken).ConfigureAwait(false);
        notices.AddRange(music.Notices);
        return new(duration, _options.TimeOf(1), _options.MusicSegment, [.. images.Shots.Select(shot => shot.Length)])
        {
            Images = images.Arousal, Music = music.Arousal, Contrastive = contrastive, Notices = notices,
        };

        void Keep(ReadOnlyMemory<float> frame)
        {
            width = frame.Length;
            if (++count <= ContrastiveCriteria.MaxFrames) features.AddRange(frame.Span);
            else features = [];
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>
/// Summarizes videos by arousal: predicts frames, audio, or both, divides the video into shots, and solves a knapsack over the shots.
/// </summary>
/// <remarks>
/// Safe to use from several threads at once, if the predictor is. Shots are cut by the features of the image encoder with an
/// <see cref="EmotionPredictor"/>, and by the embeddings with any other predictor. If only music counts, the shots are the clips of music
/// themselves, and no image is decoded, unless <see cref="VideoSummaryOptions.Shots"/> asks for others.
/// </remarks>
public sealed class VideoSummarizer : IVideoSummarizer
{
    private readonly IEmotionPredictor _predictor;
    private readonly IVideoReader _reader;
    private readonly VideoSummaryOptions _options;

    /// <summary>Creates the summarizer.</summary>
    /// <param name="predictor">
    /// Predicts frames and audio. It needs no image encoder if neither arousal nor shots come from the images, and no music encoder if only images
    /// count.
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

    private bool PredictsImages => _options.Arousal != ArousalSource.Music || _options.ShotsOrDefault == ShotDetection.KernelTemporalSegmentation;

    private bool DecodesImages => _options.Arousal != ArousalSource.Music || _options.ShotsOrDefault != ShotDetection.MusicClips;

    private bool NeedsMusic => _options.Arousal != ArousalSource.Images;

    /// <inheritdoc/>
    public async Task<VideoSummary> SummarizeAsync(
        string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await RequireEncodersAsync(cancellationToken).ConfigureAwait(false);
        var source = new VideoSource(path, await _reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false), _reader, _options);
        if (_options.Arousal == ArousalSource.Music && source.Info.Sound is null)
        {
            throw new MediaException(
                path, $"has no audio track, and only music counts: set {nameof(VideoSummaryOptions)}.{nameof(VideoSummaryOptions.Arousal)} "
                + $"to {nameof(ArousalSource.Images)}.");
        }
        return DecodesImages ? await SummarizeFramesAsync(source, progress, cancellationToken).ConfigureAwait(false)
            : await SummarizeClipsAsync(source, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Predicts nothing, so that a missing encoder is reported before the video is decoded.</summary>
    private async Task RequireEncodersAsync(CancellationToken cancellationToken)
    {
        if (PredictsImages) await _predictor.PredictAsync(Array.Empty<RgbImage>(), cancellationToken).ConfigureAwait(false);
        if (NeedsMusic) await _predictor.PredictAsync(Array.Empty<Waveform>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Summarizes on the grid of the frames.</summary>
    private async Task<VideoSummary> SummarizeFramesAsync(
        VideoSource source, IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var images = await FrameReading.ReadAsync(source, PredictsImages ? _predictor : null, onFeatures: null, progress, cancellationToken)
            .ConfigureAwait(false);
        var notices = new List<string>(images.Notices);
        var duration = images.DurationOf(source, notices);
        var music = NeedsMusic ? await PredictMusicAsync(source, duration, notices, progress, cancellationToken).ConfigureAwait(false) : [];
        var curve = ArousalCurve.Combine(images.Arousal, music, _options.MusicSegment, _options.TimeOf(1), _options.Arousal);

        var shots = Select(
            curve, [.. images.Shots.Select(shot => shot.Length)], duration, _options.TimeOf, shot => images.Shots[shot.Parent].Thumbnail, notices);
        return new(
            source.Path, source.Info, duration, _options.Arousal, _options.Share, shots,
            [.. curve.Select((arousal, i) => new FrameArousal(_options.TimeOf(i), arousal))], notices);
    }

    /// <summary>Summarizes by clips of music, without decoding images.</summary>
    private async Task<VideoSummary> SummarizeClipsAsync(
        VideoSource source, IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var music = await MusicReading.ReadAsync(source, _predictor, source.Info.Duration, isOptional: false, progress, cancellationToken)
            .ConfigureAwait(false);
        var (duration, notices) = (source.Info.Duration ?? music.End, new List<string>(music.Notices));
        if (source.Info.Duration is null)
            notices.Add(Invariant($"The file does not state its duration: it is that of its audio, {duration.TotalSeconds:0.#} s."));
        var clips = MusicClips.Of(music.Arousal, _options.MusicSegment, duration);
        if (music.EndsEarly(_options.MusicSegment, duration, "nothing is chosen") is { } notice) notices.Add(notice);

        var shots = Select(clips.Curve, clips.Lengths, duration, index => index * clips.Cell, _ => [], notices);
        return new(
            source.Path, source.Info, duration, _options.Arousal, _options.Share, shots,
            [.. clips.Arousal.Select((arousal, i) => new FrameArousal(i * _options.MusicSegment, arousal))], notices);
    }

    private async Task<IReadOnlyList<float>> PredictMusicAsync(
        VideoSource source, TimeSpan duration, List<string> notices, IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var isOptional = _options.Arousal == ArousalSource.Both;
        var music = await MusicReading.ReadAsync(source, _predictor, duration, isOptional, progress, cancellationToken).ConfigureAwait(false);
        notices.AddRange(music.Notices);
        if (source.Info.Sound is not null && !music.IsDamaged
            && music.EndsEarly(_options.MusicSegment, duration, isOptional ? "only the images count" : "the last segment counts") is { } notice)
            notices.Add(notice);
        return music.Arousal;
    }

    /// <summary>Chooses shots on a grid of equal steps, of which the last may be shorter.</summary>
    private IReadOnlyList<VideoShot> Select(
        float[] curve, IReadOnlyList<int> lengths, TimeSpan duration, Func<int, TimeSpan> at, Func<SummarySelection.Shot, byte[]> thumbnail,
        List<string> notices)
    {
        var share = _options.Share * (duration / at(curve.Length)); // of the steps: the last one may be shorter than the others
        var selected = SummarySelection.Select(curve, lengths, share, _options.Value);
        if (selected.Count > lengths.Count || selected.Where(s => s.IsChosen).Sum(s => s.Length) > share * curve.Length)
            notices.Add(Invariant($"No shot is as short as {100 * _options.Share:0.#} % of the video: the best part of the best shot was chosen."));
        return [.. selected.Select(ToShot)];

        VideoShot ToShot(SummarySelection.Shot shot)
        {
            var end = shot.Start + shot.Length;
            return new(at(shot.Start), end == curve.Length ? duration : at(end), shot.Score, shot.IsChosen, thumbnail(shot));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Summarises videos by arousal: frames through the image tower, sound through the music tower, shots where the frames' features change, a knapsack over the shots.</summary>
/// <remarks>Safe to use from several threads at once, if the encoders are.</remarks>
public sealed class VideoSummarizer : IVideoSummarizer
{
    private const int FramesPerBatch = 8, SegmentsPerBatch = 4;

    private readonly MmvaModel _heads;
    private readonly IModalityEncoder<RgbImage>? _images;
    private readonly IModalityEncoder<Waveform>? _music;
    private readonly IVideoReader _reader;
    private readonly VideoSummaryOptions _options;

    /// <summary>Puts towers, heads and options together.</summary>
    /// <param name="heads">The heads.</param>
    /// <param name="images">The image tower that the heads were trained on; not needed for shots of fixed length by their music.</param>
    /// <param name="music">The music tower that the heads were trained on; not needed where only pictures count.</param>
    /// <param name="reader">Reads the videos; one with default limits if absent.</param>
    /// <param name="options">The defaults if absent. Do not change them afterwards.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="MmvaException">An encoder that the options need is missing.</exception>
    public VideoSummarizer(MmvaModel heads, IModalityEncoder<RgbImage>? images, IModalityEncoder<Waveform>? music, IVideoReader? reader = null, VideoSummaryOptions? options = null)
    {
        (_heads, _images, _music, _reader, _options) = (heads, images, music, reader ?? new VideoReader(), options ?? new());
        var result = new VideoSummaryOptionsValidator().Validate(null, _options);
        if (result.Failed) throw new OptionsValidationException(Options.DefaultName, typeof(VideoSummaryOptions), result.Failures);
        if (NeedsFeatures && images is null) throw Missing("image", "UseImageEncoder");
        if (_options.Arousal != ArousalSource.Images && music is null) throw Missing("music", "UseMusicEncoder");
    }

    private bool NeedsFeatures => _options.Arousal != ArousalSource.Music || _options.Shots == ShotDetection.KernelTemporalSegmentation;

    /// <inheritdoc/>
    public async Task<VideoSummary> SummarizeAsync(string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var info = await _reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        if (_options.Arousal == ArousalSource.Music && info.Sound is null)
            throw new MediaException(path, $"has no sound track, and only music counts: set {nameof(VideoSummaryOptions)}.{nameof(VideoSummaryOptions.Arousal)} to {nameof(ArousalSource.Images)}.");
        var notices = new List<string>();
        var (images, shots) = await LookAsync(path, info, progress, cancellationToken).ConfigureAwait(false);
        var duration = DurationOf(images.Count, info, notices);
        var music = _options.Arousal == ArousalSource.Images ? [] : await ListenAsync(path, info, duration, notices, progress, cancellationToken).ConfigureAwait(false);
        var curve = ArousalCurve.Combine(images, music, _options.MusicSegment, At(1), _options.Arousal);

        var share = _options.Share * (duration / At(curve.Length)); // of the frames: the last one may stand for less time than the others
        var selected = SummarySelection.Select(curve, [.. shots.Select(shot => shot.Length)], share, _options.Value);
        if (selected.Count > shots.Count || selected.Where(s => s.IsChosen).Sum(s => s.Length) > share * curve.Length)
            notices.Add(Invariant($"No shot is as short as {100 * _options.Share:0.#} % of the video: the best part of the best shot was taken."));
        return new(path, info, duration, _options.Arousal, _options.Share,
            [.. selected.Select(s => new VideoShot(At(s.Start), s.Start + s.Length == curve.Length ? duration : At(s.Start + s.Length), s.Score, s.IsChosen, shots[s.Parent].Thumbnail))],
            [.. curve.Select((arousal, i) => new FrameArousal(At(i), arousal))], notices);
    }

    /// <summary>The arousal of every frame, and the shots.</summary>
    private async Task<(List<float> Arousal, IReadOnlyList<(int Length, byte[] Thumbnail)> Shots)> LookAsync(
        string path, VideoInfo info, IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var (arousal, shots) = (new List<float>(), new ShotBuilder(_options));
        RgbImage? previous = null;
        var (features, emotion) = (ReadOnlyMemory<float>.Empty, 0f);
        var thumbnail = Array.Empty<byte>();
        await foreach (var batch in ReadAhead.InBatches(stop => _reader.ReadFramesAsync(path, _options.FramesPerSecond, stop), FramesPerBatch, cancellationToken).ConfigureAwait(false))
        {
            // a picture that stays is looked at once
            var seen = batch.Select((frame, i) => IsSame(frame.Image, i == 0 ? previous : batch[i - 1].Image)).ToList();
            RgbImage[] fresh = [.. batch.Where((_, i) => !seen[i]).Select(frame => frame.Image)];
            var encoded = NeedsFeatures && fresh.Length > 0 ? await _images!.EncodeAsync(fresh, cancellationToken).ConfigureAwait(false) : null;
            var emotions = encoded is not null && _options.Arousal != ArousalSource.Music ? _heads.PredictEmotion(Modality.Image, encoded) : null;
            for (int i = 0, next = 0; i < batch.Count; i++)
            {
                if (!seen[i])
                {
                    if (encoded is not null) features = encoded[next];
                    if (emotions is not null) emotion = emotions[next].Arousal;
                    if (_options.ThumbnailSide > 0) thumbnail = Thumbnail.Jpeg(batch[i].Image, _options.ThumbnailSide);
                    next++;
                }
                arousal.Add(emotion);
                shots.Add(features.Span, thumbnail);
            }
            previous = batch[^1].Image;
            progress?.Report(new(false, At(arousal.Count), info.Duration));
        }
        return (arousal, shots.Complete());
    }

    /// <summary>The arousal of every segment of sound; where sound may be missing, what there is of it.</summary>
    private async Task<List<float>> ListenAsync(
        string path, VideoInfo info, TimeSpan duration, List<string> notices, IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var arousal = new List<float>();
        if (info.Sound is null)
        {
            notices.Add("It has no sound track: the pictures alone count.");
            return arousal;
        }
        try
        {
            await foreach (var batch in ReadAhead.InBatches(stop => _reader.ReadSoundAsync(path, _options.MusicSegment, stop), SegmentsPerBatch, cancellationToken).ConfigureAwait(false))
            {
                var features = await _music!.EncodeAsync([.. batch.Select(part => part.Sound)], cancellationToken).ConfigureAwait(false);
                arousal.AddRange(_heads.PredictEmotion(Modality.Music, features).Select(emotion => emotion.Arousal));
                var position = arousal.Count * _options.MusicSegment;
                progress?.Report(new(true, position < duration ? position : duration, duration));
                if (position >= duration) break;
            }
        }
        catch (MediaException e) when (_options.Arousal == ArousalSource.Both)
        {
            notices.Add($"Its sound cannot be read to the end: the pictures alone count from there on ({e.Message}).");
            return arousal;
        }
        var heard = arousal.Count * _options.MusicSegment;
        if (heard + _options.MusicSegment < duration)
            notices.Add(Invariant($"Its sound ends at {heard.TotalSeconds:0.#} s; from there on {(_options.Arousal == ArousalSource.Both ? "the pictures alone count" : "the last of it counts")}."));
        return arousal;
    }

    /// <summary>The end of the last frame: what the headers say, if it lies within the frame's interval.</summary>
    private TimeSpan DurationOf(int frames, VideoInfo info, List<string> notices)
    {
        var (begin, end) = (At(frames - 1), At(frames));
        if (info.Duration > end + TimeSpan.FromSeconds(1))
            notices.Add(Invariant($"Its pictures end at {end.TotalSeconds:0.#} s, where its header says {info.Duration.Value.TotalSeconds:0.#} s: it is truncated or damaged, or its sound goes on."));
        return info.Duration is { } said && said > begin && said < end ? said : end;
    }

    private static bool IsSame(RgbImage image, RgbImage? other) => other is not null && image.Pixels.Span.SequenceEqual(other.Pixels.Span);

    private TimeSpan At(int frame) => TimeSpan.FromSeconds(frame / _options.FramesPerSecond);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static MmvaException Missing(string modality, string use) =>
        new($"Video summaries need an {modality} encoder, and none is there: add one with .UseCompact() or .{use}(…), or hand one to the constructor.");
}

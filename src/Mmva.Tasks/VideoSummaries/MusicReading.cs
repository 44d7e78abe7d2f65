using System.Globalization;

namespace Mmva.Tasks;

/// <summary>Predicts the audio of a video as a stream, clip by clip.</summary>
/// <param name="Arousal">The arousal of every clip, from the start of the video.</param>
/// <param name="End">The end of the last clip.</param>
/// <param name="IsDamaged">Whether the audio could not be read to its end.</param>
/// <param name="Notices">The notices of the predictions, and what could not be heard.</param>
internal sealed record MusicReading(IReadOnlyList<float> Arousal, TimeSpan End, bool IsDamaged, IReadOnlyList<string> Notices)
{
    private const int ClipsPerBatch = 4;

    /// <param name="source">The video.</param>
    /// <param name="predictor">Predicts the clips.</param>
    /// <param name="duration">Where the images end, or <see langword="null"/> to read all of the audio.</param>
    /// <param name="isOptional">Whether audio that is missing or damaged is a notice instead of an error.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async Task<MusicReading> ReadAsync(
        VideoSource source, IEmotionPredictor predictor, TimeSpan? duration, bool isOptional,
        IProgress<VideoSummaryProgress>? progress, CancellationToken cancellationToken)
    {
        var (clip, arousal, end, found) = (source.Options.MusicSegment, new List<float>(), TimeSpan.Zero, new PredictionNotices("segments of audio"));
        if (source.Info.Sound is null) return new(arousal, end, false, ["There is no audio track: only the images count."]);
        try
        {
            var batches = ReadAhead.InBatches(stop => source.Reader.ReadSoundAsync(source.Path, clip, stop), ClipsPerBatch, cancellationToken);
            await foreach (var batch in batches.ConfigureAwait(false))
            {
                Waveform[] clips = [.. batch.Select(part => part.Sound)];
                foreach (var prediction in await predictor.PredictAsync(clips, cancellationToken).ConfigureAwait(false))
                {
                    found.Add(prediction, arousal.Count * clip);
                    arousal.Add(prediction.Emotion.Arousal);
                }
                end = (arousal.Count - 1) * clip + batch[^1].Sound.Duration;
                var position = arousal.Count * clip;
                progress?.Report(new(true, duration is { } whole && position > whole ? whole : position, duration));
                if (position >= duration) break;
            }
        }
        catch (MediaException e) when (isOptional)
        {
            var notice = $"The audio cannot be read to the end: from there on only the images count ({e.Message}).";
            return new(arousal, end, true, [.. found.Texts, notice]);
        }
        return new(arousal, end, false, [.. found.Texts]);
    }

    /// <summary>What to say if the audio ends more than a clip before the images.</summary>
    public string? EndsEarly(TimeSpan clip, TimeSpan duration, string rest)
    {
        var end = Arousal.Count * clip;
        return end + clip < duration
            ? string.Create(CultureInfo.InvariantCulture, $"The audio ends at {end.TotalSeconds:0.#} s; from there on {rest}.")
            : null;
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Reads what a soundtrack is planned from: the points of pictures, tracks and shots of a video, and the lengths of tracks.</summary>
/// <remarks>Safe to use from several threads at once, if the predictor is.</remarks>
public sealed class SoundtrackMedia
{
    private const int ThumbnailSide = 256;

    private readonly IEmotionPredictor _predictor;
    private readonly IImageDecoder _images;
    private readonly IAudioDecoder _audio;
    private readonly IVideoReader _video;
    private readonly AudioDecoderOptions _audioOptions;

    /// <summary>Creates the reader.</summary>
    /// <param name="predictor">Predicts pictures, music and frames.</param>
    /// <param name="images">Decodes pictures.</param>
    /// <param name="audio">Decodes music, or excerpts of it.</param>
    /// <param name="video">Reads videos.</param>
    /// <param name="audioOptions">The path of ffmpeg, which is asked for lengths, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public SoundtrackMedia(
        IEmotionPredictor predictor, IImageDecoder images, IAudioDecoder audio, IVideoReader video, AudioDecoderOptions? audioOptions = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(video);
        _predictor = predictor;
        _images = images;
        _audio = audio;
        _video = video;
        _audioOptions = (audioOptions ?? new()).Validated(new AudioDecoderOptionsValidator());
    }

    /// <summary>Reads pictures, each with a thumbnail.</summary>
    /// <param name="paths">The files, enumerated as they are needed.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives a report for each result; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// One result per file, in the order of the files. One that cannot be used has an error that names it; the others are not affected.
    /// </returns>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public IAsyncEnumerable<MediaResult<string, SoundtrackPicture>> ReadPicturesAsync(
        IEnumerable<string> paths, FileBatchOptions? options = null, IProgress<FileProgress>? progress = null,
        CancellationToken cancellationToken = default) => ReadAsync(
            paths, ReadPictureAsync, (file, emotion) => new SoundtrackPicture(file.Path, emotion) { Thumbnail = file.Thumbnail }, options, progress,
            cancellationToken);

    /// <summary>Reads tracks: their points, and their lengths.</summary>
    /// <inheritdoc cref="ReadPicturesAsync" path="//param|//returns|//exception"/>
    public IAsyncEnumerable<MediaResult<string, SoundtrackTrack>> ReadTracksAsync(
        IEnumerable<string> paths, FileBatchOptions? options = null, IProgress<FileProgress>? progress = null,
        CancellationToken cancellationToken = default) => ReadAsync(
            paths, ReadTrackAsync, (file, emotion) => new SoundtrackTrack(file.Path, emotion, file.Length), options, progress, cancellationToken);

    /// <summary>Divides a video into shots where its images change, and predicts two frames a second; a shot has the mean of their points.</summary>
    /// <param name="path">The video.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The shots in order, each with its length; together they last as long as the images of the video.</returns>
    /// <exception cref="MediaException">The file is not a video, cannot be decoded, or exceeds a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<IReadOnlyList<SoundtrackPicture>> ReadShotsAsync(
        string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new VideoSummaryOptions { Shots = ShotDetection.KernelTemporalSegmentation, ThumbnailSide = ThumbnailSide };
        var source = new VideoSource(path, await _video.ProbeAsync(path, cancellationToken).ConfigureAwait(false), _video, options);
        var frames = await FrameReading.ReadAsync(source, _predictor, onFeatures: null, progress, cancellationToken).ConfigureAwait(false);
        var (duration, shots, first) = (frames.DurationOf(source, []), new List<SoundtrackPicture>(), 0);
        foreach (var (length, thumbnail) in frames.Shots)
        {
            var start = options.TimeOf(first);
            var end = first + length == frames.Emotions.Count ? duration : options.TimeOf(first + length);
            var points = frames.Emotions.Skip(first).Take(length).ToList();
            var mean = new ValenceArousal(points.Average(point => point.Valence), points.Average(point => point.Arousal));
            shots.Add(new(path, mean, end - start) { VideoStart = start, Thumbnail = thumbnail });
            first += length;
        }
        return shots;
    }

    private async IAsyncEnumerable<MediaResult<string, T>> ReadAsync<T>(
        IEnumerable<string> paths, Func<ReadFile, CancellationToken, Task<MediaContent>> read, Func<ReadFile, ValenceArousal, T> result,
        FileBatchOptions? options, IProgress<FileProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = paths.TryGetNonEnumeratedCount(out _) ? [.. paths.Select(path => new ReadFile(path))] : paths.Select(path => new ReadFile(path));
        var predicted = _predictor.PredictManyAsync(files, read, options, progress, cancellationToken);
        await foreach (var file in predicted.ConfigureAwait(false))
            yield return new(file.Input.Path, file.Succeeded ? result(file.Input, file.Value!.Emotion) : default, file.Error);
    }

    private async Task<MediaContent> ReadPictureAsync(ReadFile file, CancellationToken cancellationToken)
    {
        var image = await _images.DecodeAsync(file.Path, cancellationToken).ConfigureAwait(false);
        file.Thumbnail = Thumbnail.Jpeg(image, ThumbnailSide);
        return MediaContent.Of(image);
    }

    private async Task<MediaContent> ReadTrackAsync(ReadFile file, CancellationToken cancellationToken)
    {
        var music = await _audio.DecodeAsync(file.Path, cancellationToken).ConfigureAwait(false);
        await using var stream = MediaFile.Open(file.Path);
        file.Length = AudioDuration.Of(stream, file.Path, file.Path, _audioOptions, cancellationToken) is > 0 and < 1e8 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new MediaException(file.Path, "does not state its length: convert it, for example by ffmpeg -i FILE NEW.flac.");
        return MediaContent.Of(music);
    }

    /// <summary>What is found out about a file while it is decoded. Errors name it by its text.</summary>
    private sealed class ReadFile(string path)
    {
        public string Path => path;

        public byte[] Thumbnail { get; set; } = [];

        public TimeSpan Length { get; set; }

        public override string ToString() => path;
    }
}

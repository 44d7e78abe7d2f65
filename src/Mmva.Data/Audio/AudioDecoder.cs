using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Decodes WAV itself, and every other format through the <c>ffmpeg</c> program.</summary>
/// <remarks>
/// Safe to use from several threads at once. Each file that is not WAV takes a process; excerpts that are asked for asynchronously share some.
/// </remarks>
public sealed class AudioDecoder : IAudioDecoder
{
    private readonly AudioDecoderOptions _options;
    private readonly FfmpegReader _ffmpeg;
    private readonly ExcerptReader _excerpts;
    private readonly AudioExcerpt? _excerpt;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public AudioDecoder(AudioDecoderOptions? options = null)
    {
        _options = (options?.Clone() ?? new()).Validated(new AudioDecoderOptionsValidator());
        _ffmpeg = new FfmpegReader(_options);
        _excerpts = new ExcerptReader(_options, _ffmpeg);
        _excerpt = AudioExcerpt.Of(_options);
        Fingerprint = AudioExcerpt.FingerprintOf(_options);
    }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public Waveform Decode(string path, CancellationToken cancellationToken = default) => Decode(path, whole: false, cancellationToken);

    private Waveform Decode(string path, bool whole, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = MediaFile.Open(path);
        return Decode(file, path, (_, mix) => _ffmpeg.Read(path, path, mix, cancellationToken), whole ? null : path, cancellationToken);
    }

    // several excerpts go through one process
    async Task<Waveform> IAudioDecoder.DecodeAsync(string path, CancellationToken cancellationToken)
    {
        if (_excerpt is not null && await Task.Run(() => Plan(path, cancellationToken), cancellationToken).ConfigureAwait(false) is { } windows)
        {
            try
            {
                var joined = await _excerpts.ReadAsync(path, path, windows, cancellationToken).ConfigureAwait(false);
                if (_excerpt.Value.IsComplete(joined)) return joined;
            }
            catch (MediaException)
            {
                // decoded whole, below
            }
        }
        return await Task.Run(() => Decode(path, whole: true, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        var array = MemoryMarshal.TryGetArray(encoded, out var segment) ? segment : new ArraySegment<byte>(encoded.ToArray());
        using var stream = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        return Decode(stream, name, (bytes, mix) => ReadCopy(bytes, name, mix, cancellationToken), null, cancellationToken);
    }

    /// <inheritdoc/>
    // The copy is a file, not memory: a song can have gigabytes, and ffmpeg would need a file anyway.
    public async Task<Waveform> DecodeAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            using var copy = new TemporaryFile();
            await using (var file = File.Create(copy.Path))
            {
                const string Options = nameof(AudioDecoderOptions);
                await MediaStream.CopyAsync(stream, file, name, _options.MaxBytes, Options, cancellationToken).ConfigureAwait(false);
            }
            return await Task.Run(() => DecodeCopy(copy.Path, name, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new MediaException(name, $"cannot be read: {e.Message}", e);
        }
    }

    private Waveform DecodeCopy(string path, string name, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(path);
        return Decode(file, name, (_, mix) => _ffmpeg.Read(path, name, mix, cancellationToken), path, cancellationToken);
    }

    private Waveform Decode(
        Stream stream, string name, Func<Stream, ChannelMix, Waveform> throughFfmpeg, string? path, CancellationToken cancellationToken)
    {
        try
        {
            if (stream.Length == 0) throw new MediaException(name, "is empty (0 bytes).");
            if (stream.Length > _options.MaxBytes)
                throw MediaLimits.TooManyBytes(name, stream.Length, _options.MaxBytes, nameof(AudioDecoderOptions));
            return ChannelMix.Read(Read)!;
        }
        catch (IOException e)
        {
            throw new MediaException(name, $"cannot be read: {e.Message}", e);
        }

        Waveform Read(ChannelMix mix)
        {
            stream.Position = 0;
            if (WavReader.Read(stream, name, _options, cancellationToken, mix) is { } wav) return wav;
            if (StatedLength.MissingFromOgg(stream) is > 0 and var missing)
                throw new MediaException(name, $"is truncated: {missing} bytes declared by its last page are missing.");
            if (path is not null && ReadExcerpt(stream, path, name, mix, cancellationToken) is { } excerpt) return excerpt;
            return Excerpt(throughFfmpeg(stream, mix));
        }
    }

    // null if all of it is listened to, or if a window is not there: what is wrong with the file is found when it is decoded whole
    private Waveform? ReadExcerpt(Stream stream, string path, string name, ChannelMix mix, CancellationToken cancellationToken)
    {
        try
        {
            if (Plan(stream, path, name, cancellationToken) is not { } windows) return null;
            var joined = _ffmpeg.Read(path, name, mix, cancellationToken, windows);
            return _excerpt!.Value.IsComplete(joined) ? joined : null;
        }
        catch (MediaException)
        {
            return null;
        }
    }

    private IReadOnlyList<AudioWindow>? Plan(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = MediaFile.Open(path);
            if (file.Length > _options.MaxBytes || IsWav(file) || StatedLength.MissingFromOgg(file) > 0) return null;
            return Plan(file, path, path, cancellationToken);
        }
        catch (Exception e) when (e is MediaException or IOException)
        {
            return null;
        }
    }

    private IReadOnlyList<AudioWindow>? Plan(Stream stream, string path, string name, CancellationToken cancellationToken) =>
        _excerpt is { } excerpt && AudioDuration.Of(stream, path, name, _options, cancellationToken) is { } duration ? excerpt.Plan(duration) : null;

    private static bool IsWav(Stream stream)
    {
        stream.Position = 0;
        return WavChunks.Open(stream) is not null;
    }

    // whatever could not be excerpted while it was decoded
    private Waveform Excerpt(Waveform whole)
    {
        if (_excerpt?.Plan(whole.Duration.TotalSeconds) is not { } windows) return whole;
        var excerpt = new SampleWindows(windows, whole.SampleRate);
        var samples = new float[excerpt.Total];
        var at = 0;
        foreach (var part in excerpt.Within(0, whole.Samples.Length))
        {
            var window = whole.Samples.Span[part];
            window.CopyTo(samples.AsSpan(at));
            at += window.Length;
        }
        return new(samples.AsMemory(0, at), whole.SampleRate)
        {
            Name = whole.Name, Notices = whole.Notices, DecodedSamples = whole.DecodedSamples, DecodedDuration = whole.DecodedDuration,
        };
    }

    // a file, not a pipe: some containers have their index at the end
    private Waveform ReadCopy(Stream bytes, string name, ChannelMix mix, CancellationToken cancellationToken)
    {
        using var copy = new TemporaryFile();
        bytes.Position = 0;
        using (var file = File.Create(copy.Path)) bytes.CopyTo(file);
        return _ffmpeg.Read(copy.Path, name, mix, cancellationToken);
    }
}

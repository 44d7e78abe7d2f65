using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Reads WAV by itself, and everything else through the <c>ffmpeg</c> program.</summary>
/// <remarks>Safe to use from several threads at once; each sound that is not WAV takes a process of its own.</remarks>
public sealed class AudioDecoder : IAudioDecoder
{
    private readonly AudioDecoderOptions _options;
    private readonly FfmpegReader _ffmpeg;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">Limits, and where ffmpeg is; the defaults if absent. Later changes of the object have no effect.</param>
    /// <exception cref="OptionsValidationException">A limit is out of its range.</exception>
    public AudioDecoder(AudioDecoderOptions? options = null)
    {
        options ??= new AudioDecoderOptions();
        options.Validated(new AudioDecoderOptionsValidator());
        _options = new AudioDecoderOptions
        {
            MaxDuration = options.MaxDuration, MaxSamples = options.MaxSamples, MaxBytes = options.MaxBytes, FfmpegPath = options.FfmpegPath, FfmpegTimeout = options.FfmpegTimeout,
        };
        _ffmpeg = new FfmpegReader(_options);
    }

    /// <inheritdoc/>
    public Waveform Decode(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = MediaFile.Open(path);
        return Decode(file, path, _ => _ffmpeg.Read(path, path, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (encoded.IsEmpty) throw new MediaException(name, "is empty (0 bytes).");
        var array = MemoryMarshal.TryGetArray(encoded, out var segment) ? segment : new ArraySegment<byte>(encoded.ToArray());
        using var stream = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        return Decode(stream, name, bytes => ReadCopy(bytes, name, cancellationToken), cancellationToken);
    }

    private Waveform Decode(Stream stream, string name, Func<Stream, Waveform> throughFfmpeg, CancellationToken cancellationToken)
    {
        try
        {
            if (stream.Length > _options.MaxBytes) throw MediaFile.TooManyBytes(name, stream.Length, _options.MaxBytes, nameof(AudioDecoderOptions));
            if (WavReader.Read(stream, name, _options, cancellationToken) is { } wav) return wav;
            if (AudioTruncation.FindTruncation(stream) is { } truncation) throw new MediaException(name, truncation);
            var waveform = throughFfmpeg(stream);
            var promised = AudioTruncation.PromisedSamples(stream);
            if (waveform.Samples.Length < promised)
                throw new MediaException(name, $"is truncated or damaged: of the {promised} samples that its header promises {waveform.Samples.Length} can be decoded.");
            return waveform;
        }
        catch (IOException e)
        {
            throw new MediaException(name, $"cannot be read: {e.Message}", e);
        }
    }

    // a file, not a pipe: some containers have their index at the end
    private Waveform ReadCopy(Stream bytes, string name, CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            bytes.Position = 0;
            using (var copy = File.Create(path)) bytes.CopyTo(copy);
            return _ffmpeg.Read(path, name, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

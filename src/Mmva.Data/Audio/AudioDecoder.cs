using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Mmva.Media;

namespace Mmva.Data.Audio;

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
        OptionsCheck.ThrowIfInvalid(new AudioDecoderOptionsValidator(), options);
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
        using (var file = MediaFile.Open(path))
            if (ReadWav(file, path, cancellationToken) is { } waveform) return waveform;
        return _ffmpeg.Read(path, path, cancellationToken);
    }

    /// <inheritdoc/>
    public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (encoded.IsEmpty) throw new MediaException(name, "is empty (0 bytes).");
        var array = MemoryMarshal.TryGetArray(encoded, out var segment) ? segment : new ArraySegment<byte>(encoded.ToArray());
        using var stream = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        if (ReadWav(stream, name, cancellationToken) is { } waveform) return waveform;

        // a file, not a pipe: some containers have their index at the end
        var copy = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(copy, encoded.Span);
            return _ffmpeg.Read(copy, name, cancellationToken);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private Waveform? ReadWav(Stream stream, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (stream.Length > _options.MaxBytes) throw MediaFile.TooManyBytes(name, stream.Length, _options.MaxBytes, nameof(AudioDecoderOptions));
            return WavReader.Read(stream, name, _options, cancellationToken);
        }
        catch (IOException e)
        {
            throw new MediaException(name, $"cannot be read: {e.Message}", e);
        }
    }
}

using Mmva.Files;

namespace Mmva;

/// <summary>Generated music as the generator returned it; it has been checked by decoding it.</summary>
/// <param name="Audio">The bytes of an audio file.</param>
/// <param name="MediaType">The media type, such as <c>audio/wav</c> or <c>audio/flac</c>.</param>
/// <param name="Duration">The duration.</param>
public sealed record GeneratedMusic(ReadOnlyMemory<byte> Audio, string MediaType, TimeSpan Duration)
{
    /// <summary>The file extension of the media type: <c>.wav</c>, or <c>.audio</c> for a rare one.</summary>
    public string Extension => MediaType switch
    {
        "audio/wav" => ".wav",
        "audio/flac" => ".flac",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        _ => ".audio",
    };

    /// <summary>Writes the audio file atomically.</summary>
    /// <param name="path">The target, which should have the <see cref="Extension"/>; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, file => file.Write(Audio.Span));
}

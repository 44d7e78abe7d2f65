namespace Mmva;

/// <summary>Makes music of a prompt.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public interface IMusicGenerator
{
    /// <summary>Makes a piece of music.</summary>
    /// <param name="prompt">What it shall sound like; not empty.</param>
    /// <param name="duration">How long it shall be; null for the generator's default. It may come out shorter or longer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Sound that could be decoded.</returns>
    /// <exception cref="MusicGenerationException">There is no sound to be had.</exception>
    Task<GeneratedMusic> GenerateAsync(string prompt, TimeSpan? duration = null, CancellationToken cancellationToken = default);
}

/// <summary>Music as it came, checked by decoding it.</summary>
/// <param name="Audio">The bytes of an audio file.</param>
/// <param name="MediaType">Its kind: <c>audio/wav</c>, <c>audio/flac</c>.</param>
/// <param name="Duration">How long it plays.</param>
public sealed record GeneratedMusic(ReadOnlyMemory<byte> Audio, string MediaType, TimeSpan Duration)
{
    /// <summary>The extension of a file of this kind: <c>.wav</c>; <c>.audio</c> where it is a rare one.</summary>
    public string Extension => MediaType switch
    {
        "audio/wav" => ".wav",
        "audio/flac" => ".flac",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        _ => ".audio",
    };
}

namespace Mmva.Tasks;

/// <summary>The media type of audio, detected by its first bytes: servers often send a generic one.</summary>
internal static class AudioMediaType
{
    public static string Of(ReadOnlySpan<byte> audio) =>
        audio.StartsWith("RIFF"u8) || audio.StartsWith("RF64"u8) ? "audio/wav"
        : audio.StartsWith("fLaC"u8) ? "audio/flac"
        : audio.StartsWith("OggS"u8) ? "audio/ogg"
        : audio.StartsWith("ID3"u8) || audio is [0xFF, >= 0xE0, ..] ? "audio/mpeg"
        : audio.Length > 8 && audio[4..].StartsWith("ftyp"u8) ? "audio/mp4"
        : "application/octet-stream";
}

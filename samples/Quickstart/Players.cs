using DemoMedia;
using Mmva;
using Quickstart.Page;

namespace Quickstart;

/// <summary>Puts sound into the page: small files as they are, of larger ones an excerpt, and only as much as a browser likes to open.</summary>
internal sealed class Players(IAudioDecoder decoder)
{
    private const int MostPlayers = 40, LargestFile = 700_000, ExcerptSeconds = 15, ExcerptRate = 16000;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".wav"] = "audio/wav", [".mp3"] = "audio/mpeg", [".ogg"] = "audio/ogg", [".opus"] = "audio/ogg", [".flac"] = "audio/flac", [".m4a"] = "audio/mp4",
    };

    private int _given;

    /// <summary>A track's sound as a data address; null once the page holds enough.</summary>
    public string? SoundOf(Track track)
    {
        if (_given++ >= MostPlayers) return null;
        if (Types.TryGetValue(Path.GetExtension(track.Path), out var type) && new FileInfo(track.Path).Length <= LargestFile)
            return $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(track.Path))}";
        var sound = AudioResampling.Resample(decoder.Decode(track.Path), ExcerptRate).Samples.Span;
        // from the middle: beginnings are often silent or not yet typical
        var length = Math.Min(sound.Length, ExcerptSeconds * ExcerptRate);
        return $"data:audio/wav;base64,{Convert.ToBase64String(WavFile.Write(sound.Slice((sound.Length - length) / 2, length), ExcerptRate))}";
    }
}

using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Quickstart.Page;

namespace Quickstart;

/// <summary>Embeds audio in the page: small files as they are, an excerpt of larger ones, and no more than a browser handles well.</summary>
internal sealed class Players
{
    private const int MostPlayers = 40, LargestFile = 700_000, ExcerptSeconds = 15, ExcerptRate = 16000;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".wav"] = "audio/wav", [".mp3"] = "audio/mpeg", [".ogg"] = "audio/ogg", [".opus"] = "audio/ogg",
        [".flac"] = "audio/flac", [".m4a"] = "audio/mp4",
    };

    // one window, from the middle: beginnings are often silent or not yet typical
    private readonly AudioDecoder _decoder = new(new()
    {
        Excerpt = TimeSpan.FromSeconds(ExcerptSeconds), ExcerptWindow = TimeSpan.FromSeconds(ExcerptSeconds), MaxSampleRate = ExcerptRate,
    });

    private int _given;

    /// <summary>The audio of a track as a data address, or null once the page holds enough.</summary>
    public string? AudioOf(Track track)
    {
        if (_given++ >= MostPlayers) return null;
        if (Types.TryGetValue(Path.GetExtension(track.Path), out var type) && LibraryFile.Of(track.Path).Bytes <= LargestFile)
            return $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(track.Path))}";
        var audio = _decoder.Decode(track.Path);
        var length = Math.Min(audio.Samples.Length, ExcerptSeconds * audio.SampleRate); // audio that is hardly longer comes whole
        var excerpt = WavFile.Encode(new(audio.Samples.Slice((audio.Samples.Length - length) / 2, length), audio.SampleRate));
        return $"data:audio/wav;base64,{Convert.ToBase64String(excerpt)}";
    }
}

using Mmva;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Encoders;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/captions.md.</summary>
internal static class CaptionsPage
{
    public static async Task RunAsync()
    {
        IAudioDecoder decoder = new AudioDecoder();
        using var captioner = new CompactCaptioner(decoder);
        foreach (var track in MediaFiles.Find("media", MediaKind.Audio))
            Console.WriteLine($"{Path.GetFileName(track)}: {await captioner.CaptionAsync(await decoder.DecodeAsync(track))}");
    }

    public static async Task CaptionAsync(Waveform waveform, CancellationToken cancellationToken)
    {
        using var captioner = LpMusicCapsCaptioner.Load("towers/lp-music-caps", new() { Beams = 5, ChunksAtOnce = 4 });
        await foreach (var caption in captioner.CaptionAsync(waveform, cancellationToken))
            Console.WriteLine($"{caption.Start:mm\\:ss} {caption.Text}");
    }

    public static async Task<(Imemnet Chain, string Caption)> CaptionAsync(
        IReadOnlyList<RatedItem> photos, IReadOnlyList<RatingsOverTime> songs, IAudioDecoder audioDecoder)
    {
        using var captioner = new CompactCaptioner(audioDecoder);              // services.AddMmva().AddCompactCaptioner() adds it to a host
        var chain = Imemnet.From(photos, songs).Caption(captioner, resumeFile: "data/captions.jsonl");
        var caption = await captioner.CaptionAsync(await audioDecoder.DecodeAsync("song.mp3"));
        return (chain, caption);
    }
}

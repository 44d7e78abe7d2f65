using System.Diagnostics;
using System.Text;
using Mmva.Fuzz.Engine;
using Mmva.Tasks;

namespace Mmva.Fuzz.Targets;

/// <summary>Tags in files of music: reading them, planning a change, and applying it to a copy.</summary>
internal static class TagTargets
{
    private static readonly MoodTags Tags = new(["Happy", "Calm"], ["0.853"], ["0.652"]);

    public static IEnumerable<FuzzTarget> All =>
    [
        Target("tags-mp3", "ID3", ["TIT2", "TMOO", "TXXX", "APIC", "ID3", "APETAGEX", "TAG"], Mp3s),
        Target("tags-flac", "Vorbis comments of FLAC", ["fLaC", "MOOD=", "VALENCE=", "AROUSAL="], () =>
        [
            .. Made("flac", "a.flac"), [.. "fLaC"u8, 0x80, 0, 0, 34, 16, 0, 16, 0, .. new byte[6], 0x0A, 0xC4, 0x42, 0xF0, .. new byte[20]],
        ]),
        Target("tags-ogg", "Vorbis comments of Ogg Vorbis, Opus and FLAC", ["OggS", "\u0003vorbis", "OpusTags", "OpusHead", "MOOD=", "\u007fFLAC"],
            () => [.. Made("libvorbis", "a.ogg"), .. Made("libopus", "a.opus"), .. Made("flac", "a.oga"),
                [.. "OggS"u8, 0, 2, .. new byte[20], 1, 19, .. "OpusHead"u8, 1, 1, .. new byte[9]]]),
        Target("tags-mp4", "items of MP4", ["moov", "udta", "meta", "ilst", "----", "mean", "name", "data", "free", "stco", "co64", "mdat", "trak",
            "moof"],
            () => [.. Made("aac", "a.m4a"), .. Made("aac", "a.m4a", "-movflags", "+faststart"),
                [0, 0, 0, 16, .. "ftypM4A "u8, 0, 0, 0, 0, 0, 0, 0, 16, .. "moov"u8, 0, 0, 0, 8, .. "udta"u8]]),
        new ParserTarget("tag-undo", "lines of an undo list", bytes => MoodTagUndo.Parse(Encoding.UTF8.GetString(bytes)).ToString(), () =>
        [
            Encoding.UTF8.GetBytes(new MoodTagUndo("/a.mp3", MoodTags.None, Tags, "00", "ff", [new(3, 4, [1, 2, 3])]).ToString()),
        ]) { Text = true },
    ];

    private static FileTarget Target(string name, string covers, string[] words, Func<IEnumerable<byte[]>> seeds) =>
        new(name, covers + ": reading, planning a change, applying it", "a.music", Change, _ => seeds())
        { Most = 8 << 10, Dictionary = [.. words.Select(Encoding.Latin1.GetBytes)] };

    private static void Change(string path)
    {
        using var file = TagFile.Open(path);
        var container = TagContainer.Open(file);
        container.Tags.ToString();
        EditList.Apply(file, container.Plan(Tags).Forward(), Stream.Null, default);
    }

    private static IEnumerable<byte[]> Mp3s()
    {
        byte[] frame = [0xFF, 0xFB, 0x10, 0xC0, .. new byte[100]];
        byte[] audio = [.. frame, .. frame, .. frame];
        yield return audio;
        foreach (byte version in new byte[] { 3, 4 })
        {
            byte[] frames =
            [
                .. "TIT2"u8, 0, 0, 0, 4, 0, 0, 0, .. "abc"u8, .. "TXXX"u8, 0, 0, 0, 12, 0, 0, 0, .. "VALENCE\0x"u8, 0, 0, .. "TMOO"u8, 0, 0, 0, 4, 0,
                0, 3, .. "Sad"u8,
            ];
            yield return [.. "ID3"u8, version, 0, 0, 0, 0, 0, (byte)(frames.Length + 20), .. frames, .. new byte[20], .. audio];
            yield return [.. "ID3"u8, version, 0, 0x40, 0, 0, 0, (byte)(frames.Length + 10), 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, .. frames, .. audio,
                .. "TAG"u8, .. new byte[125]];
        }
        yield return [.. "ID3"u8, 2, 0, 0, 0, 0, 0, 10, .. "TT2"u8, 0, 0, 4, 0, .. "abc"u8, .. audio];
        foreach (var made in Made("libmp3lame", "a.mp3")) yield return made;
    }

    // by ffmpeg, if it is installed
    private static byte[][] Made(string codec, string name, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("mmva-fuzz-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            string[] words =
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=duration=0.1:sample_rate=16000", "-c:a", codec, "-strict", "-2", "-metadata",
                "title=abc",
                "-metadata", "MOOD=Sad", "-fflags", "+bitexact", .. options, path,
            ];
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", words) { RedirectStandardError = true })!;
            ffmpeg.StandardError.ReadToEnd();
            ffmpeg.WaitForExit();
            return File.Exists(path) ? [File.ReadAllBytes(path)] : [];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

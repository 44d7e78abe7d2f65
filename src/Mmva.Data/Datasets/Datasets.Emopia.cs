using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text.RegularExpressions;

namespace Mmva.Data;

public static partial class Datasets
{
    /// <summary>The published archive has 1.7 MB and 1,079 entries, none above 9 kB: anything far larger is another file.</summary>
    private const long MaxArchiveBytes = 64 << 20;

    private const int MaxEntries = 100_000, MaxEntryBytes = 1_000_000, ShownCharacters = 100;

    /// <summary>
    /// EMOPIA: piano performances of pop music as MIDI, each with the quadrant of the valence-arousal plane that a rater chose for it (Hung et
    /// al. 2021). They have no continuous ratings. Lists the clips of <c>midis.zip</c>, whose entries are named <c>Qn_SONG_clip.mid</c>, in any
    /// folder. None is decompressed.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The clips in ordinal order of their names.</returns>
    /// <exception cref="DatasetException">
    /// The archive is missing, damaged or too large, or has an entry that is too large, has another name, or appears twice.
    /// </exception>
    public static IReadOnlyList<EmopiaClip> Emopia(string folder)
    {
        var path = Path.Combine(folder, "midis.zip");
        var clips = Open(path, archive =>
        {
            if (archive.Entries.Count > MaxEntries)
                throw new DatasetException(path, 0, $"has {archive.Entries.Count} entries; at most {MaxEntries} are allowed.");
            var entries = archive.Entries.Where(entry => !entry.FullName.EndsWith('/'));
            return entries.Select(entry => Clip(path, entry)).OrderBy(clip => clip.Id, StringComparer.Ordinal).ToList();
        });
        if (clips.Count == 0) throw new DatasetException(path, 0, "has no clips.");
        for (var i = 1; i < clips.Count; i++)
            if (clips[i].Id == clips[i - 1].Id) throw Bad(path, clips[i].Entry, $"appears twice, also as '{Shown(clips[i - 1].Entry)}'.");
        return clips;
    }

    internal static byte[] ReadEmopiaMidi(EmopiaClip clip) => Open(clip.Archive, archive =>
    {
        var entry = archive.GetEntry(clip.Entry) ?? throw Bad(clip.Archive, clip.Entry, "does not exist.");
        CheckSize(clip.Archive, entry);
        using var content = entry.Open();
        var bytes = new byte[entry.Length];
        var read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // .NET's archives do not verify the checksum
        if (read != bytes.Length || Crc32.HashToUInt32(bytes) != entry.Crc32)
            throw Bad(clip.Archive, clip.Entry, "is damaged: its length or checksum differs from the archive's.");
        return bytes.AsSpan().StartsWith("MThd"u8) ? bytes : throw Bad(clip.Archive, clip.Entry, "is not a MIDI file.");
    });

    private static EmopiaClip Clip(string path, ZipArchiveEntry entry)
    {
        CheckSize(path, entry);
        var name = entry.FullName[(entry.FullName.LastIndexOf('/') + 1)..];
        var parts = ClipName().Match(name);
        if (!parts.Success) throw Bad(path, entry.FullName, "is not named Qn_SONG_clip.mid, with n from 1 to 4.");
        var quadrant = (EmopiaQuadrant)int.Parse(parts.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        return new(parts.Groups[1].Value, quadrant, parts.Groups[3].Value, path, entry.FullName);
    }

    private static void CheckSize(string path, ZipArchiveEntry entry)
    {
        if (entry.Length is < 0 or > MaxEntryBytes)
            throw Bad(path, entry.FullName, $"has {entry.Length} bytes; at most {MaxEntryBytes} are allowed.");
    }

    private static T Open<T>(string path, Func<ZipArchive, T> read)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxArchiveBytes)
                throw new DatasetException(path, 0, $"has {file.Length} bytes; at most {MaxArchiveBytes} are allowed.");
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            return read(archive);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new DatasetException(path, 0, $"is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }

    private static DatasetException Bad(string path, string entry, string reason) => new(path, 0, $"the entry '{Shown(entry)}' {reason}");

    /// <summary>Makes an untrusted name safe for messages.</summary>
    private static string Shown(string name) =>
        string.Concat(name.Take(ShownCharacters).Select(c => char.IsControl(c) ? '?' : c)) + (name.Length > ShownCharacters ? "…" : "");

    // ids of songs may contain underscores: the first one ends the quadrant, the last one starts the clip number
    [GeneratedRegex(@"\A(Q([1-4])_([A-Za-z0-9_-]+)_[0-9]+)\.mid\z")]
    private static partial Regex ClipName();
}

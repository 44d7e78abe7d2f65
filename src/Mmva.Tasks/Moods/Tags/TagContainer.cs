using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>The tags of a file of some format, which has been read and checked.</summary>
internal abstract class TagContainer(TagFile file)
{
    /// <summary>The space that is left for later changes where a tag grows, so that these move nothing.</summary>
    protected const int Padding = 1024;

    private const string Supported = "MP3, FLAC, Ogg (Vorbis, Opus, FLAC) and MP4 are supported";

    /// <summary>The mood tags in the file.</summary>
    public abstract MoodTags Tags { get; }

    protected TagFile File => file;

    /// <summary>Reads the tags of a file, whose format is recognized by its content.</summary>
    /// <exception cref="MediaException">The format is not supported, or the file is damaged or truncated.</exception>
    public static TagContainer Open(TagFile file)
    {
        var id3 = Id3Tag.Read(file);
        var start = Id3Tag.EndOfAll(file);
        var head = file.ReadUpTo(start, MediaSignature.Length);
        if (head.AsSpan().StartsWith("fLaC"u8)) return new FlacTags(file, start);
        if (id3 is null && head.AsSpan().StartsWith("OggS"u8)) return new OggTags(file);
        if (id3 is null && Mp4Tags.Recognizes(head)) return new Mp4Tags(file);
        // what only looks like a frame of MPEG audio comes last
        if (id3 is not null || MediaSignature.Find(head) is not { Format: not "MP3 or AAC" })
            return MpegAudio.Find(file, start) is { } audio ? new Id3Tags(file, id3, audio)
                : throw file.Bad($"is not a supported music file, or a raw AAC stream, which has no tags; {Supported}.");
        throw file.Bad($"is {MediaSignature.Find(head)?.Format ?? "of an unknown format"}, to which no moods are written; {Supported}.");
    }

    /// <summary>Finds the replacements that turn the tags into others. Fields that stay equal are not touched.</summary>
    public EditList Plan(MoodTags tags)
    {
        var edits = new EditList();
        var changed = Enumerable.Range(0, MoodTags.Names.Length).Where(field => !Tags[field].SequenceEqual(tags[field])).ToList();
        if (changed.Count > 0) Change(tags, changed, edits);
        return edits;
    }

    protected abstract void Change(MoodTags tags, IReadOnlyList<int> fields, EditList edits);
}

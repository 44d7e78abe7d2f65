using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>
/// MP3: an ID3v2 tag before the audio. A tag keeps its version, since another one would change its other frames; a file without a tag gets version
/// 2.4, with the fields of an ID3v1 tag. Tags behind the audio (ID3v1, APE, Lyrics3) stay as they are.
/// </summary>
internal sealed class Id3Tags : TagContainer
{
    private const int Newest = 4, PaddingLengthAt = 6;
    private const byte CrcFlag3 = 0x80, CrcFlag4 = 0x20, UnsynchronizedFrame = 0x02;

    private readonly Id3Tag? _tag;
    private readonly byte[] _raw = [], _plain = []; // the tag without its header, and with unsynchronization of the whole undone
    private readonly int _framesAt;
    private readonly List<Id3Frame> _frames = [];

    public Id3Tags(TagFile file, Id3Tag? tag, MpegAudio audio) : base(file)
    {
        audio.CheckEnd(file);
        Tags = MoodTags.None;
        if ((_tag = tag) is null) return;
        _raw = file.ReadTag(Id3Tag.HeaderLength, tag!.Length);
        _plain = tag.IsUnsynchronized ? Id3Tag.Synchronized(_raw) : _raw;
        _framesAt = ExtendedHeader();
        _frames = Id3Frame.ReadAll(file, _plain, _framesAt, tag.Version);
        Tags = MoodTags.Of(index => _frames.Where(frame => frame.Field == index).SelectMany(frame => frame.Values));
    }

    public override MoodTags Tags { get; }

    protected override void Change(MoodTags tags, IReadOnlyList<int> fields, EditList edits)
    {
        var version = _tag?.Version ?? Newest;
        var flags = version == Newest && _tag is not null && (_tag.Flags & Id3Tag.UnsynchronizedFlag) != 0 ? UnsynchronizedFrame : (byte)0;
        var frames = _frames.Where(frame => !fields.Contains(frame.Field)).SelectMany(frame => _plain[frame.Start..frame.End]);
        var own = fields.SelectMany(field => Id3Frame.Write(field, tags[field], version, flags));
        // ffmpeg reads nothing behind a frame that unsynchronization has made longer
        byte[] content = _tag?.IsUnsynchronized == true ? [.. own, .. frames] : [.. _plain[.._framesAt], .. frames, .. own];
        if (_tag is null)
        {
            content = [.. Id3v1.ToFrames(File), .. content];
            byte[] header = [.. "ID3"u8, Newest, 0, 0, .. Id3Tag.Synchsafe(content.Length + Padding)];
            edits.Insert(0, [.. header, .. content, .. new byte[Padding]]);
            return;
        }

        var coded = Coded(content);
        var length = coded.Length <= _tag.Length && !_tag.HasFooter ? _tag.Length : coded.Length + (_tag.HasFooter ? 0 : Padding);
        if (length > TagFile.MaxTagBytes) throw File.Bad($"has an ID3v2 tag of {length:N0} bytes; at most {TagFile.MaxTagBytes:N0} are supported.");
        if (_framesAt > 0 && version == 3)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(PaddingLengthAt), length - coded.Length);
            coded = Coded(content);
        }
        edits.Replace(6, File.Read(6, 4), Id3Tag.Synchsafe(length));
        edits.Replace(Id3Tag.HeaderLength, _raw, [.. coded, .. new byte[length - coded.Length]]);
        if (_tag.HasFooter) edits.Replace(_tag.End - 4, File.Read(_tag.End - 4, 4), Id3Tag.Synchsafe(length));
    }

    private byte[] Coded(byte[] content) => _tag!.IsUnsynchronized ? Id3Tag.Unsynchronized(content) : content;

    private int ExtendedHeader()
    {
        if ((_tag!.Flags & Id3Tag.ExtendedFlag) == 0) return 0;
        if (_tag.Version == 2) throw File.Bad("has a compressed ID3v2.2 tag, which no program writes; it is left as it is.");
        if (_plain.Length < Id3Tag.HeaderLength) throw File.Bad("has a damaged ID3v2 tag.");
        var length = _tag.Version == 3 ? 4 + BinaryPrimitives.ReadInt32BigEndian(_plain) : Id3Tag.Synchsafe(_plain);
        var hasCrc = _tag.Version == 3 ? (_plain[4] & CrcFlag3) != 0 : (_plain[5] & CrcFlag4) != 0;
        if (length < 6 || length > _plain.Length) throw File.Bad("has a damaged ID3v2 tag: its extended header is longer than the tag.");
        if (hasCrc || _tag.IsUnsynchronized)
            throw File.Bad("has an ID3v2 tag with a checksum, which other tags would make wrong; it is left as it is.");
        return length;
    }
}

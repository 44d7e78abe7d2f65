using System.Buffers.Binary;
using System.Text;

namespace Mmva.Tasks;

/// <summary>The comments of FLAC, Vorbis and Opus files, texts of the form NAME=value. The others keep their bytes and order.</summary>
internal sealed class VorbisComments
{
    private readonly byte[] _vendor;
    private readonly List<byte[]> _comments = [];

    private VorbisComments(byte[] vendor) => _vendor = vendor;

    /// <summary>What follows the comments: the framing bit of Vorbis, padding of Opus.</summary>
    public byte[] Rest { get; set; } = [];

    public MoodTags Tags => MoodTags.Of(index => _comments.Where(comment => Is(comment, index)).Select(comment =>
    {
        var prefix = MoodTags.Names[index].Length + 1;
        return Encoding.UTF8.GetString(comment, prefix, comment.Length - prefix);
    }));

    public static VorbisComments CreateEmpty() => new("Mmva"u8.ToArray());

    public static VorbisComments Parse(TagFile file, ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        var comments = new VorbisComments(Text(ref rest));
        var count = Number(ref rest);
        for (var i = 0u; i < count; i++) comments._comments.Add(Text(ref rest));
        comments.Rest = rest.ToArray();
        return comments;

        byte[] Text(ref ReadOnlySpan<byte> rest)
        {
            var length = Number(ref rest);
            if (length > rest.Length) throw file.Bad("has damaged comments: one of them is longer than all.");
            var text = rest[..(int)length].ToArray();
            rest = rest[(int)length..];
            return text;
        }

        uint Number(ref ReadOnlySpan<byte> rest)
        {
            if (rest.Length < sizeof(uint)) throw file.Bad("has damaged comments: they end within a number.");
            var number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            rest = rest[sizeof(uint)..];
            return number;
        }
    }

    public void Change(MoodTags tags, IReadOnlyList<int> fields)
    {
        foreach (var field in fields)
        {
            var at = _comments.FindIndex(comment => Is(comment, field));
            _comments.RemoveAll(comment => Is(comment, field));
            _comments.InsertRange(
                at < 0 ? _comments.Count : at, tags[field].Select(value => Encoding.UTF8.GetBytes($"{MoodTags.Names[field]}={value}")));
        }
    }

    public byte[] ToArray()
    {
        using var bytes = new MemoryStream();
        Write(_vendor);
        Number(_comments.Count);
        foreach (var comment in _comments) Write(comment);
        bytes.Write(Rest);
        return bytes.ToArray();

        void Write(byte[] text)
        {
            Number(text.Length);
            bytes.Write(text);
        }

        void Number(int number)
        {
            Span<byte> four = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(four, number);
            bytes.Write(four);
        }
    }

    private static bool Is(byte[] comment, int field)
    {
        var name = MoodTags.Names[field];
        return comment.Length > name.Length && comment[name.Length] == '=' && Ascii.EqualsIgnoreCase(comment.AsSpan(0, name.Length), name);
    }
}

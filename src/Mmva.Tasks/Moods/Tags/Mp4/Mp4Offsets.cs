using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>The places of an MP4 file that hold offsets into it: they change when what lies there moves.</summary>
internal static class Mp4Offsets
{
    private static readonly HashSet<string> Lists = ["moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "mfra"];

    /// <summary>Adjusts all offsets for bytes that are inserted.</summary>
    public static void Move(TagFile file, IEnumerable<Mp4Atom> atoms, long at, long more, EditList edits)
    {
        foreach (var atom in atoms)
        {
            if (Lists.Contains(atom.Type)) Move(file, Mp4Atom.ReadAll(file, atom.Content, atom.End), at, more, edits);
            else if (atom.Type is "stco" or "co64") MoveTable(file, atom, at, more, edits);
            else if (atom.Type == "tfhd") MoveFragment(file, atom, at, more, edits);
            else if (atom.Type == "tfra") MoveFragments(file, atom, at, more, edits);
            // the first is relative to itself, of the second the base differs
            else if ((atom.Type == "sidx" && atom.Start < at) || atom.Type == "saio")
                throw file.Bad($"has an index ({atom.Type}) that does not allow for longer tags; it is left as it is.");
        }
    }

    /// <summary>A number of 4 or 8 bytes.</summary>
    public static byte[] Number(TagFile file, long number, int width)
    {
        var bytes = new byte[width];
        if (width == sizeof(long)) BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        else if (number <= uint.MaxValue) BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        else throw file.Bad("has offsets of 32 bits, which do not reach beyond 4 GiB, where its end would be.");
        return bytes;
    }

    private static void MoveTable(TagFile file, Mp4Atom atom, long at, long more, EditList edits)
    {
        const int Entries = 8;
        var width = atom.Type == "co64" ? sizeof(long) : sizeof(uint);
        var content = file.ReadTag(atom.Content, atom.End - atom.Content);
        var moved = content.ToArray();
        var count = content.Length < Entries ? 0 : BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4));
        for (var i = 0; i < Math.Min(count, (content.Length - Entries) / width); i++) Move(file, moved.AsSpan(Entries + i * width, width), at, more);
        edits.Replace(atom.Content, content, moved);
    }

    private static void MoveFragment(TagFile file, Mp4Atom atom, long at, long more, EditList edits)
    {
        const int HasBase = 1, BaseAt = 8;
        var content = file.ReadTag(atom.Content, atom.End - atom.Content);
        if (content.Length < BaseAt + sizeof(long) || (content[3] & HasBase) == 0) return;
        var moved = content.ToArray();
        Move(file, moved.AsSpan(BaseAt, sizeof(long)), at, more);
        edits.Replace(atom.Content, content, moved);
    }

    private static void MoveFragments(TagFile file, Mp4Atom atom, long at, long more, EditList edits)
    {
        const int LengthsAt = 8, CountAt = 12, Entries = 16;
        var content = file.ReadTag(atom.Content, atom.End - atom.Content);
        if (content.Length < Entries) return;
        var moved = content.ToArray();
        var width = content[0] == 1 ? sizeof(long) : sizeof(uint);
        var lengths = content[LengthsAt + 3]; // of three numbers behind the offset, two bits each, less one
        var entry = 2 * width + 3 + (lengths >> 4 & 3) + (lengths >> 2 & 3) + (lengths & 3);
        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(CountAt)), (content.Length - Entries) / entry);
        for (var i = 0; i < count; i++) Move(file, moved.AsSpan(Entries + i * entry + width, width), at, more);
        edits.Replace(atom.Content, content, moved);
    }

    private static void Move(TagFile file, Span<byte> number, long at, long more)
    {
        var offset = number.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(number) : BinaryPrimitives.ReadUInt32BigEndian(number);
        if (offset >= at) Number(file, offset + more, number.Length).CopyTo(number);
    }
}

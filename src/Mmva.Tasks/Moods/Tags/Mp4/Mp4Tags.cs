using System.Buffers.Binary;
using System.Text;

namespace Mmva.Tasks;

/// <summary>
/// MP4: freeform atoms below <c>moov/udta/meta/ilst</c>. Free space behind them takes up the difference where there is some; otherwise what follows
/// moves, and the tables of offsets are adjusted.
/// </summary>
internal sealed class Mp4Tags : TagContainer
{
    private const string Mean = "com.apple.iTunes", Freeform = "----";

    private readonly List<Mp4Atom> _top;
    private readonly List<Mp4Atom> _path = []; // moov and, as far as they exist, udta, meta, ilst
    private readonly List<(Mp4Atom Atom, int Field, string Value)> _fields = [];

    public Mp4Tags(TagFile file) : base(file)
    {
        _top = [.. Mp4Atom.ReadAll(file, 0, file.Length)];
        if (_top.Find(atom => atom.Type == "moov") is not { } atom) throw file.Bad("is an MP4 file without its table of contents (moov).");
        _path.Add(atom);
        foreach (var type in new[] { "udta", "meta", "ilst" })
        {
            if (Mp4Atom.ReadAll(file, atom.Content, atom.End).FirstOrDefault(child => child.Type == type) is not { } child) break;
            // version and flags, which QuickTime does not write
            if (type == "meta" && !(child.Length >= 16 && file.Read(child.Start + 12, 4).AsSpan().SequenceEqual("hdlr"u8)))
                child = child with { HeaderLength = child.HeaderLength + sizeof(uint) };
            if (child.HeaderLength > child.Length) throw file.Bad($"is a damaged MP4 file at byte {child.Start:N0}.");
            _path.Add(atom = child);
        }
        if (atom.Type == "ilst")
            foreach (var item in Mp4Atom.ReadAll(file, atom.Content, atom.End)) ReadItem(item);
        Tags = MoodTags.Of(index => _fields.Where(f => f.Field == index).Select(f => f.Value));
    }

    public override MoodTags Tags { get; }

    public static bool Recognizes(ReadOnlySpan<byte> head) => head.Length >= Mp4Atom.PlainHeader
        && Encoding.Latin1.GetString(head[4..8]) is "ftyp" or "moov" or "mdat" or "wide" or "free" or "skip" or "pnot";

    protected override void Change(MoodTags tags, IReadOnlyList<int> fields, EditList edits)
    {
        var removed = _fields.Where(f => fields.Contains(f.Field)).Select(f => f.Atom).DistinctBy(atom => atom.Start).ToList();
        byte[] items = [.. fields.SelectMany(field => tags[field].Select(value => Item(MoodTags.Names[field], value))).SelectMany(item => item)];
        foreach (var atom in removed) edits.Replace(atom.Start, File.ReadTag(atom.Start, atom.Length), []);
        var parent = _path[^1];
        // behind the last child: zeros may follow, which end the list
        var at = Mp4Atom.ReadAll(File, parent.Content, parent.End).LastOrDefault()?.End ?? parent.Content;
        var more = items.Length - removed.Sum(atom => atom.Length);
        if (parent.Type == "ilst" && FindFree(more) is { } found)
        {
            edits.Insert(at, items);
            foreach (var atom in _path.Skip(found.Level)) Resize(atom, more, edits);
            Shrink(found.Free, more, edits);
        }
        else if (parent.Type == "ilst")
        {
            // a file of which the end moves gets space for the next time; one that would become shorter keeps the difference as space
            var space = more == 0 ? [] : Atom("free", new byte[more < 0 ? -more - Mp4Atom.PlainHeader : Padding]);
            edits.Insert(at, items);
            edits.Insert(parent.End, space);
            Resize(parent, more, edits);
            Grow(_path.SkipLast(1), parent.End, more + space.Length, edits);
        }
        else
        {
            byte[] list = [.. Atom("ilst", items), .. Atom("free", new byte[Padding])];
            var added = parent.Type == "meta" ? list : Atom("meta", new byte[sizeof(uint)], Handler(), list);
            if (parent.Type == "moov") added = Atom("udta", added);
            edits.Insert(at, added);
            Grow(_path, at, added.Length, edits);
        }
    }

    private void Grow(IEnumerable<Mp4Atom> atoms, long at, long more, EditList edits)
    {
        foreach (var atom in atoms) Resize(atom, more, edits);
        if (more != 0) Mp4Offsets.Move(File, _top, at, more, edits);
    }

    // free space right behind an atom that grows
    private (int Level, Mp4Atom Free)? FindFree(long more)
    {
        for (var level = _path.Count - 1; level >= 0; level--)
        {
            var siblings = level == 0 ? _top : Mp4Atom.ReadAll(File, _path[level - 1].Content, _path[level - 1].End);
            if (siblings.FirstOrDefault(atom => atom.Start == _path[level].End) is { IsFree: true } free && Takes(free, more)) return (level, free);
        }
        return null;
    }

    private static bool Takes(Mp4Atom free, long more) =>
        free.HeaderLength == Mp4Atom.PlainHeader && free.SizeWidth > 0 && (free.Length - more >= Mp4Atom.PlainHeader || free.Length == more)
        && free.Length - more <= TagFile.MaxTagBytes;

    private void ReadItem(Mp4Atom item)
    {
        if (item.Type != Freeform || item.Length > TagFile.MaxTagBytes) return;
        var field = -1;
        foreach (var part in Mp4Atom.ReadAll(File, item.Content, item.End))
        {
            if (part.Type == "name" && part.Length >= part.HeaderLength + 4)
            {
                var name = Encoding.UTF8.GetString(File.Read(part.Content + 4, (int)(part.End - part.Content - 4)));
                field = Array.FindIndex(MoodTags.Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            }
            else if (part.Type == "data" && field >= 0 && part.Length >= part.HeaderLength + 8)
                _fields.Add((item, field, Encoding.UTF8.GetString(File.Read(part.Content + 8, (int)(part.End - part.Content - 8)))));
        }
    }

    private void Resize(Mp4Atom atom, long more, EditList edits)
    {
        if (atom.SizeWidth == 0 || more == 0) return;
        var at = atom.SizeWidth == sizeof(uint) ? atom.Start : atom.Start + Mp4Atom.PlainHeader;
        edits.Replace(at, File.Read(at, atom.SizeWidth), Mp4Offsets.Number(File, atom.Length + more, atom.SizeWidth));
    }

    private void Shrink(Mp4Atom free, long more, EditList edits)
    {
        if (more == 0) return;
        if (free.Length == more) edits.Replace(free.Start, File.ReadTag(free.Start, free.Length), []);
        else
        {
            edits.Replace(free.Start, File.Read(free.Start, sizeof(uint)), Mp4Offsets.Number(File, free.Length - more, sizeof(uint)));
            if (more > 0) edits.Replace(free.End - more, File.ReadTag(free.End - more, more), []);
            else edits.Insert(free.End, new byte[-more]);
        }
    }

    private static byte[] Item(string name, string value) => Atom(
        Freeform, Atom("mean", new byte[4], Encoding.UTF8.GetBytes(Mean)), Atom("name", new byte[4], Encoding.UTF8.GetBytes(name)),
        Atom("data", [0, 0, 0, 1, 0, 0, 0, 0], Encoding.UTF8.GetBytes(value)));

    private static byte[] Handler() => Atom("hdlr", [.. new byte[8], .. "mdirappl"u8, .. new byte[9]]);

    private static byte[] Atom(string type, params byte[][] contents)
    {
        byte[] content = [.. contents.SelectMany(bytes => bytes)];
        var atom = new byte[Mp4Atom.PlainHeader + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(atom, atom.Length);
        Encoding.Latin1.GetBytes(type, atom.AsSpan(4));
        content.CopyTo(atom, Mp4Atom.PlainHeader);
        return atom;
    }
}

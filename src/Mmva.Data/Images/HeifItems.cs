using System.Buffers.Binary;
using System.Text;

namespace Mmva.Data;

/// <summary>What the boxes of an AVIF or HEIC file say about its primary image.</summary>
/// <param name="Type">What codes it: <c>av01</c>, <c>hvc1</c>, or <c>grid</c> for one made of tiles.</param>
/// <param name="Width">The width before it is turned, or 0.</param>
/// <param name="Height">The height before it is turned, or 0.</param>
/// <param name="Orientation">How it is to be turned and mirrored, as EXIF counts orientations.</param>
/// <param name="HasAlpha">Whether another image holds its transparency.</param>
/// <param name="End">Where the data of the last image end.</param>
internal sealed record HeifItems(string Type, int Width, int Height, int Orientation, bool HasAlpha, long End)
{
    private const int MaxItems = 1 << 16;

    /// <summary>Parses the boxes.</summary>
    /// <returns>The primary image, or null if there is none, as in damaged files and in image sequences.</returns>
    public static HeifItems? Parse(ReadOnlySpan<byte> file)
    {
        try
        {
            var meta = Find(file, "meta"u8);
            if (meta.Length < 4) return null;
            meta = meta[4..];
            var item = Find(meta, "pitm"u8) is { Length: > 0 } pitm ? Id(pitm[4..], pitm[0] > 0) : 0;
            return item == 0 ? null : Of(meta, item);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null; // a box that ends within a value
        }
    }

    private static HeifItems Of(ReadOnlySpan<byte> meta, uint item)
    {
        var (width, height, angle, axis) = (0, 0, 0, -1);
        var hasAlpha = false;
        var auxiliary = new HashSet<int>();
        var properties = Find(meta, "iprp"u8);
        var container = Find(properties, "ipco"u8);
        var all = Boxes(container);
        foreach (var (owner, index) in Associations(Find(properties, "ipma"u8)).Distinct())
        {
            if (index < 1 || index > all.Count) continue;
            var property = container[all[index - 1]];
            var type = property.Slice(4, 4);
            var data = property[8..];
            if (owner != item)
            {
                // looked at once, however many items have it
                if (!type.SequenceEqual("auxC"u8) || !auxiliary.Add(index)) continue;
                // "urn:mpeg:hevc:2015:auxid:1" is what HEVC calls it
                hasAlpha |= data.IndexOf("alpha"u8) >= 0 || data.IndexOf("auxid:1"u8) >= 0;
                continue;
            }
            if (type.SequenceEqual("ispe"u8)) (width, height) = ((int)UInt32(data[4..]), (int)UInt32(data[8..]));
            else if (type.SequenceEqual("irot"u8)) angle = data[0] & 3;
            else if (type.SequenceEqual("imir"u8)) axis = data[0] & 1;
        }
        return new(TypeOf(meta, item), width, height, OrientationOf(angle, axis), hasAlpha, EndOf(Find(meta, "iloc"u8)));
    }

    // turned against the clock by quarters, then mirrored: axis 0 exchanges top and bottom, axis 1 left and right
    private static int OrientationOf(int angle, int axis) => (angle, axis) switch
    {
        (0, 1) or (2, 0) => 2,
        (2, < 0) => 3,
        (0, 0) or (2, 1) => 4,
        (1, 0) or (3, 1) => 5,
        (3, < 0) => 6,
        (3, 0) or (1, 1) => 7,
        (1, < 0) => 8,
        _ => ExifOrientation.Upright,
    };

    private static string TypeOf(ReadOnlySpan<byte> meta, uint item)
    {
        var infos = Find(meta, "iinf"u8);
        if (infos.Length < 6) return "";
        infos = infos[(infos[0] == 0 ? 6 : 8)..];
        while (Next(ref infos) is { Length: > 0 } info)
        {
            if (!info.Slice(4, 4).SequenceEqual("infe"u8) || info.Length < 12 || info[8] < 2) continue;
            var wide = info[8] > 2;
            if (Id(info[12..], wide) == item) return Encoding.ASCII.GetString(info.Slice(wide ? 18 : 16, 4));
        }
        return "";
    }

    private static List<(uint Item, int Property)> Associations(ReadOnlySpan<byte> ipma)
    {
        var found = new List<(uint, int)>();
        if (ipma.Length < 8) return found;
        var (wideIds, wideProperties) = (ipma[0] > 0, (ipma[3] & 1) != 0);
        var count = Math.Min(UInt32(ipma[4..]), MaxItems);
        ipma = ipma[8..];
        for (; count > 0 && ipma.Length > 0; count--)
        {
            var item = Id(ipma, wideIds);
            ipma = ipma[(wideIds ? 4 : 2)..];
            int properties = ipma[0];
            ipma = ipma[1..];
            for (; properties > 0; properties--)
            {
                found.Add((item, wideProperties ? UInt16(ipma) & 0x7FFF : ipma[0] & 0x7F));
                ipma = ipma[(wideProperties ? 2 : 1)..];
            }
        }
        return found;
    }

    private static long EndOf(ReadOnlySpan<byte> iloc)
    {
        if (iloc.Length < 8) return 0;
        var version = iloc[0];
        int offsetSize = iloc[4] >> 4, lengthSize = iloc[4] & 15, baseSize = iloc[5] >> 4, indexSize = version > 0 ? iloc[5] & 15 : 0;
        var items = Math.Min(Id(iloc[6..], version > 1), MaxItems);
        iloc = iloc[(version > 1 ? 10 : 8)..];
        long end = 0;
        for (; items > 0 && iloc.Length > 0; items--)
        {
            iloc = iloc[(version > 1 ? 4 : 2)..];
            var inFile = true;
            if (version > 0)
            {
                inFile = (UInt16(iloc) & 15) == 0; // otherwise within the boxes
                iloc = iloc[2..];
            }
            iloc = iloc[2..];
            var start = Number(ref iloc, baseSize);
            var extents = UInt16(iloc);
            iloc = iloc[2..];
            // extents without a size or a place of their own are all the same
            if (indexSize + offsetSize + lengthSize == 0) extents = Math.Min(extents, (ushort)1);
            for (; extents > 0; extents--)
            {
                Number(ref iloc, indexSize);
                var offset = Number(ref iloc, offsetSize);
                var length = Number(ref iloc, lengthSize);
                if (inFile && length < long.MaxValue / 4) end = Math.Max(end, start + offset + length);
            }
        }
        return end;
    }

    private static long Number(ref ReadOnlySpan<byte> bytes, int size)
    {
        long number = 0;
        foreach (var b in bytes[..size]) number = (number << 8) | b;
        bytes = bytes[size..];
        return number & (long.MaxValue / 4);
    }

    // where each box is
    private static List<Range> Boxes(ReadOnlySpan<byte> boxes)
    {
        var (found, start) = (new List<Range>(), 0);
        while (Next(ref boxes) is { Length: > 0 } box)
        {
            found.Add(start..(start + box.Length));
            start += box.Length;
        }
        return found;
    }

    // the content of the first box of a type
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> type)
    {
        while (Next(ref boxes) is { Length: > 0 } box)
            if (box.Slice(4, 4).SequenceEqual(type)) return box[8..];
        return default;
    }

    // a box with its header of eight bytes, cut where the file ends; a size of 64 bits occurs for data only, which are at the end
    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> boxes)
    {
        if (boxes.Length < 8) return default;
        var size = UInt32(boxes);
        var length = size == 0 || size > boxes.Length ? boxes.Length : (int)size;
        if (size == 1 && boxes.Length >= 16) length = (int)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(boxes[8..]), (ulong)boxes.Length);
        if (length < 8) return default;
        var box = boxes[..length];
        boxes = boxes[length..];
        return box;
    }

    private static uint Id(ReadOnlySpan<byte> bytes, bool wide) => wide ? UInt32(bytes) : UInt16(bytes);

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

using System.Buffers.Binary;
using System.Text;

namespace Mmva.Tasks;

/// <summary>An atom of an MP4 file.</summary>
/// <param name="Start">Where it is in the file.</param>
/// <param name="HeaderLength">8 or 16 bytes, and 4 more for version and flags where they precede other atoms.</param>
/// <param name="Length">With the header.</param>
/// <param name="Type">Four characters.</param>
/// <param name="SizeWidth">The bytes of the length in the header: 4 or 8, or 0 for an atom that reaches to the end of the file.</param>
internal sealed record Mp4Atom(long Start, int HeaderLength, long Length, string Type, int SizeWidth)
{
    public const int PlainHeader = 8, LongHeader = 16;

    public long End => Start + Length;

    public long Content => Start + HeaderLength;

    public bool IsFree => Type is "free" or "skip";

    /// <summary>Reads the atoms in a range, which they must fill.</summary>
    public static IEnumerable<Mp4Atom> ReadAll(TagFile file, long start, long end)
    {
        while (start < end)
        {
            if (end - start < PlainHeader)
            {
                // zeros may end a list of QuickTime
                if (file.Read(start, (int)(end - start)).All(value => value == 0)) yield break;
                throw Damaged(file, start, end);
            }
            var head = file.ReadUpTo(start, LongHeader);
            var length = (long)BinaryPrimitives.ReadUInt32BigEndian(head);
            var type = Encoding.Latin1.GetString(head, 4, 4);
            var (header, width) = (PlainHeader, sizeof(uint));
            if (length == 0 && type == "\0\0\0\0") yield break;
            if (length == 1)
            {
                if (head.Length < LongHeader) throw Damaged(file, start, end);
                length = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(PlainHeader));
                (header, width) = (LongHeader, sizeof(long));
            }
            else if (length == 0 && end == file.Length) (length, width) = (end - start, 0);
            if (length < header || length > end - start) throw Damaged(file, start, end);
            yield return new(start, header, length, type, width);
            start += length;
        }
    }

    private static MediaException Damaged(TagFile file, long start, long end) => end == file.Length
        ? file.Truncated($": its part at byte {start:N0} is not complete") : file.Bad($"is a damaged MP4 file at byte {start:N0}.");
}

using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>FLAC: blocks of metadata, the comments among them, before the audio. The padding takes up the difference where there is one.</summary>
internal sealed class FlacTags : TagContainer
{
    private const int HeaderLength = 4, StreamInfo = 0, PaddingBlock = 1, CommentBlock = 4, MaxBlock = (1 << 24) - 1, LastFlag = 0x80;
    private const long IsNew = -1;

    private readonly List<(int Type, long Start, int Length)> _blocks = []; // starts of headers, lengths without them
    private readonly int _comments;

    public FlacTags(TagFile file, long start) : base(file)
    {
        var position = start + "fLaC".Length;
        for (var isLast = false; !isLast;)
        {
            var header = file.ReadUInt32(position);
            var (type, length) = ((int)(header >> 24) & ~LastFlag, (int)(header & MaxBlock));
            isLast = header >> 31 == 1;
            if (position + HeaderLength + length > file.Length) throw file.Truncated();
            if (_blocks.Count == 0 && type != StreamInfo) throw file.Bad("is a damaged FLAC file: its first block is not STREAMINFO.");
            _blocks.Add((type, position, length));
            position += HeaderLength + length;
        }
        FlacEnd.Check(file, position, file.Read(_blocks[0].Start + HeaderLength, _blocks[0].Length));
        _comments = _blocks.FindIndex(block => block.Type == CommentBlock);
        Tags = Comments().Tags;
    }

    public override MoodTags Tags { get; }

    protected override void Change(MoodTags tags, IReadOnlyList<int> fields, EditList edits)
    {
        var comments = Comments();
        comments.Change(tags, fields);
        var bytes = comments.ToArray();
        if (bytes.Length > MaxBlock) throw File.Bad($"has {bytes.Length:N0} bytes of comments; FLAC allows {MaxBlock:N0}.");

        // the blocks afterward: those with new content, and those that stay
        var blocks = _blocks.Select(block => (block.Type, block.Start, block.Length, Content: (byte[]?)null)).ToList();
        if (_comments >= 0) blocks[_comments] = blocks[_comments] with { Content = bytes };
        else blocks.Insert(1, (CommentBlock, IsNew, 0, bytes));
        var more = bytes.Length - (_comments >= 0 ? _blocks[_comments].Length : -HeaderLength);
        var padding = blocks.FindIndex(block => block.Type == PaddingBlock && (long)block.Length - more is >= 0 and <= MaxBlock);
        if (padding >= 0) blocks[padding] = blocks[padding] with { Content = new byte[blocks[padding].Length - more] };
        else if (more > 0) blocks.Add((PaddingBlock, IsNew, 0, new byte[Padding]));

        var end = 0L;
        List<byte> added = [];
        for (var i = 0; i < blocks.Count; i++)
        {
            var (type, start, length, content) = blocks[i];
            var isLast = i == blocks.Count - 1;
            if (start == IsNew)
            {
                added.AddRange(Block(type, isLast, content!));
                continue;
            }
            Flush();
            end = start + HeaderLength + length;
            if (content is null) edits.Replace(start, File.Read(start, 1), [(byte)(type | (isLast ? LastFlag : 0))]);
            else edits.Replace(start, File.Read(start, HeaderLength + length), Block(type, isLast, content));
        }
        Flush();

        void Flush()
        {
            edits.Replace(end, [], added.ToArray());
            added.Clear();
        }
    }

    private VorbisComments Comments() => _comments < 0 ? VorbisComments.CreateEmpty()
        : VorbisComments.Parse(File, File.Read(_blocks[_comments].Start + HeaderLength, _blocks[_comments].Length));

    private static byte[] Block(int type, bool isLast, byte[] content)
    {
        var block = new byte[HeaderLength + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(block, (isLast ? 1u << 31 : 0) | (uint)type << 24 | (uint)content.Length);
        content.CopyTo(block, HeaderLength);
        return block;
    }
}

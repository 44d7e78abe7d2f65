namespace Mmva.Tasks;

/// <summary>
/// Ogg: the comments are a packet of their own behind the first one. They grow within the pages that they have, if these have room; otherwise pages
/// are added, and those that follow get new numbers. Of several pieces in a row, the first one has the tags.
/// </summary>
internal sealed class OggTags : TagContainer
{
    private readonly List<long> _starts = []; // of all pages of the stream
    private readonly List<OggPage> _headers = []; // those on which the comments lie, and what shares them
    private readonly List<byte[]> _packets = []; // of those pages, the comments first
    private readonly OggCodec _codec;

    public OggTags(TagFile file) : base(file)
    {
        var found = false;
        OggCodec? codec = null;
        uint serial = 0;
        var hasEnded = false;
        for (var position = 0L; position < file.Length;)
        {
            var page = OggPage.Read(file, position);
            position = page.End;
            if (page.IsFirst && codec is null)
            {
                codec = OggCodec.Of(page.ReadBody(file));
                serial = page.Serial;
            }
            // another stream with the same number is another piece
            else if (page.IsFirst && page.Serial == serial) hasEnded = true;
            if (codec is not null && page.Serial == serial && !hasEnded) _starts.Add(page.Start);
        }
        _codec = codec ?? throw file.Bad("has no Vorbis, Opus or FLAC audio, which are the streams of Ogg that have tags here.");

        List<byte> packet = [];
        foreach (var page in _starts.Skip(1).Select(start => OggPage.Read(file, start)))
        {
            _headers.Add(page);
            var (body, at) = (page.ReadBody(file), 0);
            foreach (var length in page.Segments)
            {
                packet.AddRange(body.AsSpan(at, length));
                at += length;
                if (length == OggPage.FullSegment) continue;
                _packets.Add([.. packet]);
                packet.Clear();
            }
            if (packet.Count > TagFile.MaxTagBytes) throw file.Bad($"has a tag of over {TagFile.MaxTagBytes:N0} bytes.");
            found = _packets.Count > 0 && packet.Count == 0;
            if (found || _packets.Count > _codec.Headers) break;
        }
        if (!found || _headers.Any(page => page.Granule > 0) || !_codec.IsComments(_packets[0]))
            throw file.Bad("has its comments where an Ogg file has none; it is left as it is.");
        Tags = Comments().Tags;
    }

    public override MoodTags Tags { get; }

    protected override void Change(MoodTags tags, IReadOnlyList<int> fields, EditList edits)
    {
        var comments = Comments();
        var length = comments.ToArray().Length;
        comments.Change(tags, fields);
        if (_codec.HasPadding && comments.Rest.All(value => value == 0))
            comments.Rest = new byte[Math.Max(0, comments.Rest.Length - (comments.ToArray().Length - length))];
        var first = _codec.Write(_packets[0], comments.ToArray());

        List<byte> segments = [];
        List<byte> bytes = [];
        foreach (var packet in _packets.Skip(1).Prepend(first))
        {
            segments.AddRange(Enumerable.Repeat((byte)OggPage.FullSegment, packet.Length / OggPage.FullSegment));
            segments.Add((byte)(packet.Length % OggPage.FullSegment));
            bytes.AddRange(packet);
        }
        var pages = Layout(segments);
        var at = 0;
        List<byte> added = [];
        for (var i = 0; i < pages.Count; i++)
        {
            var body = bytes.GetRange(at, pages[i].BodyLength).ToArray();
            at += body.Length;
            if (i < _headers.Count) Replace(_headers[i], pages[i], _headers[i].ReadBody(File), body, edits);
            else added.AddRange([.. pages[i].Header(body), .. body]);
        }
        edits.Replace(_headers[^1].End, [], added.ToArray());
        if (pages.Count == _headers.Count) return;
        // an added page moves no bytes of the others, but their numbers
        foreach (var page in _starts.Skip(1 + _headers.Count).Select(start => OggPage.Read(File, start)))
        {
            var body = page.ReadBody(File);
            Replace(page, page with { Sequence = page.Sequence + (uint)(pages.Count - _headers.Count) }, body, body, edits);
        }
    }

    private void Replace(OggPage old, OggPage page, byte[] oldBody, byte[] body, EditList edits)
    {
        edits.Replace(old.Start, File.Read(old.Start, old.HeaderLength), page.Header(body));
        edits.Replace(old.Start + old.HeaderLength, oldBody, body);
    }

    // every page keeps its number of segments, if those that follow have room for the rest
    private List<OggPage> Layout(List<byte> segments)
    {
        var count = Math.Max(_headers.Count, (segments.Count + OggPage.MaxSegments - 1) / OggPage.MaxSegments);
        var pages = new List<OggPage>();
        for (int i = 0, at = 0; i < count && at < segments.Count; i++)
        {
            var rest = segments.Count - at;
            var old = _headers[Math.Min(i, _headers.Count - 1)];
            var wanted = i < _headers.Count - 1 ? old.Segments.Length : rest;
            var taken = Math.Min(Math.Clamp(wanted, Math.Max(1, rest - OggPage.MaxSegments * (count - 1 - i)), OggPage.MaxSegments), rest);
            // an emptied page would be a page less: it keeps a segment
            if (i < count - 1) taken = Math.Min(taken, Math.Max(1, rest - (count - 1 - i)));
            byte[] own = [.. segments.Skip(at).Take(taken)];
            var continued = at > 0 && segments[at - 1] == OggPage.FullSegment ? OggPage.ContinuedFlag : 0;
            var flags = i < _headers.Count ? old.Flags & ~OggPage.ContinuedFlag : 0;
            pages.Add(new OggPage(
                old.Start, 0, own.Sum(length => length), old.Serial, _headers[0].Sequence + (uint)i,
                i < _headers.Count && EndsPacket(own) == EndsPacket(old.Segments) ? old.Granule : EndsPacket(own) ? 0 : -1,
                (byte)(flags | continued), own));
            at += taken;
        }
        return pages.Count >= _headers.Count ? pages
            : throw File.Bad("has its comments on more pages than they would need afterward; it is left as it is.");
    }

    private static bool EndsPacket(byte[] segments) => segments.Any(length => length < OggPage.FullSegment);

    private VorbisComments Comments() => VorbisComments.Parse(File, _codec.Read(_packets[0]));
}

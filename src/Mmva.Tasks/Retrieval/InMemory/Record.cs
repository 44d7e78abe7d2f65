using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Mmva.Tasks;

/// <summary>
/// An item without its point, as bytes: the lengths of id, payload (plus 1; 0 for none) and embedding (in floats), followed by the three.
/// </summary>
internal readonly ref struct Record
{
    private const int LongestHead = 15;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<byte> _payload;
    private readonly ReadOnlySpan<byte> _embedding;
    private readonly bool _hasPayload;

    /// <summary>Reads a record.</summary>
    /// <param name="bytes">The record and the bytes that follow it.</param>
    /// <exception cref="InvalidDataException">The bytes are not a record.</exception>
    public Record(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        int id = ReadLength(bytes, ref position), payload = ReadLength(bytes, ref position), embedding = ReadLength(bytes, ref position);
        if (id > 4 * EmotionItem.MaxIdLength || payload > 4 * EmotionItem.MaxPayloadLength + 1 || embedding > EmotionItem.MaxEmbeddingLength)
            throw NotARecord();
        _hasPayload = payload > 0;
        if (_hasPayload) payload--;
        var length = position + id + payload + sizeof(float) * embedding;
        if (length > bytes.Length) throw NotARecord();
        _bytes = bytes[..length];
        Id = bytes.Slice(position, id);
        _payload = bytes.Slice(position + id, payload);
        _embedding = bytes.Slice(position + id + payload, sizeof(float) * embedding);
    }

    /// <summary>The id in UTF-8.</summary>
    public ReadOnlySpan<byte> Id { get; }

    /// <summary>Encodes an id in UTF-8, unless it has an unpaired surrogate.</summary>
    public static bool TryGetUtf8(string id, [NotNullWhen(true)] out byte[]? utf8)
    {
        try
        {
            utf8 = Utf8.GetBytes(id);
            return true;
        }
        catch (EncoderFallbackException)
        {
            utf8 = null;
            return false;
        }
    }

    public string ReadId() => Encoding.UTF8.GetString(Id);

    public string? ReadPayload() => _hasPayload ? Encoding.UTF8.GetString(_payload) : null;

    public float[] ReadEmbedding()
    {
        if (_embedding.IsEmpty) return [];
        var values = new float[_embedding.Length / sizeof(float)];
        _embedding.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Writes a valid item.</summary>
    /// <returns>The id in UTF-8, valid until more is written.</returns>
    public static ReadOnlySpan<byte> Write(RecordBuffer target, EmotionItem item)
    {
        int id = Utf8.GetByteCount(item.Id), payload = item.Payload is null ? 0 : Utf8.GetByteCount(item.Payload);
        var bytes = target.Reserve(LongestHead + id + payload + sizeof(float) * item.Embedding.Length);
        var position = WriteLength(bytes, 0, id);
        position = WriteLength(bytes, position, item.Payload is null ? 0 : payload + 1);
        position = WriteLength(bytes, position, item.Embedding.Length);
        Utf8.GetBytes(item.Id, bytes[position..]);
        if (item.Payload is not null) Utf8.GetBytes(item.Payload, bytes[(position + id)..]);
        MemoryMarshal.AsBytes(item.Embedding.Span).CopyTo(bytes[(position + id + payload)..]);
        target.Take(position + id + payload + sizeof(float) * item.Embedding.Length);
        return bytes.Slice(position, id);
    }

    /// <summary>Copies the record unchanged.</summary>
    public void CopyTo(RecordBuffer target)
    {
        _bytes.CopyTo(target.Reserve(_bytes.Length));
        target.Take(_bytes.Length);
    }

    private static int WriteLength(Span<byte> bytes, int position, int length)
    {
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7) bytes[position++] = (byte)(rest | 0x80);
        bytes[position++] = (byte)rest;
        return position;
    }

    private static int ReadLength(ReadOnlySpan<byte> bytes, ref int position)
    {
        for (int length = 0, shift = 0; shift < 28 && position < bytes.Length; shift += 7)
        {
            var next = bytes[position++];
            length |= (next & 0x7F) << shift;
            if (next < 0x80) return length;
        }
        throw NotARecord();
    }

    private static InvalidDataException NotARecord() => new("not a record");
}

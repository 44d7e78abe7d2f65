using System.Security.Cryptography;

namespace Mmva.Tasks;

/// <summary>Replacements of bytes of a file: what lies between them stays as it is by construction.</summary>
internal sealed class EditList
{
    private readonly SortedDictionary<long, (byte[] Old, byte[] New)> _edits = [];

    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Adds a replacement, without the bytes at its ends that are the same.</summary>
    public void Replace(long offset, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var start = old.CommonPrefixLength(replacement);
        old = old[start..];
        replacement = replacement[start..];
        var end = 0;
        while (end < Math.Min(old.Length, replacement.Length) && old[^(end + 1)] == replacement[^(end + 1)]) end++;
        Add(offset + start, old[..^end], replacement[..^end]);
    }

    /// <summary>Adds an insertion; several ones at an offset follow each other, and stand before what is replaced there.</summary>
    public void Insert(long offset, ReadOnlySpan<byte> bytes) => Add(offset, [], bytes);

    private void Add(long offset, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        if (old.IsEmpty && replacement.IsEmpty) return;
        if (!_edits.TryGetValue(offset, out var earlier)) _edits.Add(offset, (old.ToArray(), replacement.ToArray()));
        else if (earlier.Old.Length == 0) _edits[offset] = (old.ToArray(), [.. earlier.New, .. replacement]);
        else if (old.IsEmpty) _edits[offset] = (earlier.Old, [.. replacement, .. earlier.New]);
        else throw new InvalidOperationException($"The bytes at {offset} would be replaced twice.");
    }

    /// <summary>The replacements, in order.</summary>
    public IReadOnlyList<Edit> Forward() => [.. _edits.Select(edit => new Edit(edit.Key, edit.Value.Old.Length, edit.Value.New))];

    /// <summary>The replacements that take these back, in order.</summary>
    public IReadOnlyList<Edit> Backward()
    {
        var moved = 0L;
        var edits = new List<Edit>();
        foreach (var (offset, (old, replacement)) in _edits)
        {
            edits.Add(new(offset + moved, replacement.Length, old));
            moved += replacement.Length - old.Length;
        }
        return edits;
    }

    /// <summary>Copies a file with replacements, which are in order and do not overlap.</summary>
    /// <returns>The SHA-256 hashes of the file and of the copy, in hexadecimal digits.</returns>
    public static (string Source, string Copy) Apply(
        TagFile source, IEnumerable<Edit> edits, Stream target, CancellationToken cancellationToken)
    {
        using var before = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var after = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var position = 0L;
        foreach (var edit in edits)
        {
            if (edit.Offset < position || edit.Length < 0 || edit.Offset + edit.Length > source.Length)
                throw source.Bad("the list of changes does not fit it.");
            Copy(edit.Offset, isKept: true);
            Copy(edit.Offset + edit.Length, isKept: false);
            after.AppendData(edit.Bytes);
            target.Write(edit.Bytes);
        }
        Copy(source.Length, isKept: true);
        return (Convert.ToHexStringLower(before.GetHashAndReset()), Convert.ToHexStringLower(after.GetHashAndReset()));

        void Copy(long end, bool isKept)
        {
            const int BufferLength = 1 << 18;
            while (position < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var bytes = source.Read(position, (int)Math.Min(BufferLength, end - position));
                before.AppendData(bytes);
                if (isKept)
                {
                    after.AppendData(bytes);
                    target.Write(bytes);
                }
                position += bytes.Length;
            }
        }
    }
}

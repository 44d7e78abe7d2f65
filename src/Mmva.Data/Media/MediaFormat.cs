namespace Mmva.Data;

/// <summary>A format that can be read: how it is recognized, and what reads it.</summary>
/// <param name="Format">Its name, for messages.</param>
/// <param name="Kind">The kind of such files.</param>
internal sealed record MediaFormat(string Format, MediaKind Kind)
{
    /// <summary>The extensions of such files, without dots, separated by spaces.</summary>
    public string Extensions { get; init; } = "";

    /// <summary>The first bytes of such files: characters are bytes, and a question mark stands for any byte.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    /// <summary>Recognizes files whose first bytes are not constant; optional.</summary>
    public Func<ReadOnlySpan<byte>, bool>? Recognizes { get; init; }

    /// <summary>ffmpeg's demuxers for such files, separated by commas. Playlists, which open other files, are never among them.</summary>
    public string Demuxers { get; init; } = "";

    /// <summary>For images, whether <see cref="SkiaImageDecoder"/> reads the format itself.</summary>
    public bool IsReadable { get; init; }

    /// <summary>Whether a file with these first bytes is of this format.</summary>
    public bool Matches(ReadOnlySpan<byte> head)
    {
        foreach (var signature in Signatures)
            if (Matches(head, signature)) return true;
        return Recognizes?.Invoke(head) == true;
    }

    private static bool Matches(ReadOnlySpan<byte> head, string signature)
    {
        if (head.Length < signature.Length) return false;
        for (var i = 0; i < signature.Length; i++)
            if (signature[i] != '?' && signature[i] != head[i]) return false;
        return true;
    }
}

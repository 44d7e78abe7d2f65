namespace Mmva.Data;

/// <summary>Recognizes formats by the first bytes of a file.</summary>
internal static class MediaSignature
{
    /// <summary>The number of bytes that are examined: those of three packets of a transport stream.</summary>
    public const int Length = 512;

    public static MediaFormat? Find(ReadOnlySpan<byte> head)
    {
        foreach (var format in MediaFormats.All)
            if (format.Matches(head)) return format;
        return null;
    }
}

namespace Mmva.Data;

/// <summary>
/// Checks that a JPEG has all its rows, at the least cost: the data are gone through where the markers or the last pixel leave a doubt.
/// </summary>
internal sealed class JpegCheck(ReadOnlyMemory<byte> encoded, string name, CancellationToken deadline)
{
    private static readonly byte[] EndMarker = [0xFF, 0xD9];

    private readonly JpegData.Markers _markers = JpegData.Outline(encoded.Span);

    /// <summary>Whether its decoder holds all of it in memory.</summary>
    public bool IsBuffered => !_markers.HasOneScan;

    /// <summary>Checks what can be checked before decoding.</summary>
    /// <returns>The image without what lies behind it and with an end marker, if it has none; otherwise null.</returns>
    /// <exception cref="MediaException">Rows are missing.</exception>
    public ArraySegment<byte>? Whole()
    {
        if (_markers is { EndsCleanly: true, HasOneScan: true }) return null;
        var rows = JpegData.Walk(encoded.Span, deadline.ThrowIfCancellationRequested);
        if (rows is { IsWhole: false } || (rows is null && !_markers.EndsCleanly)) throw Truncated();
        if (_markers.EndsCleanly) return null;
        var repaired = new byte[rows!.Value.End + EndMarker.Length];
        encoded.Span[..rows.Value.End].CopyTo(repaired);
        EndMarker.CopyTo(repaired, rows.Value.End);
        return repaired;
    }

    /// <summary>Checks the pixels: missing rows of a single scan are gray, up to the last pixel.</summary>
    /// <param name="image">The image as it is stored.</param>
    public void CheckLastRow(RgbImage image)
    {
        if (_markers is not { EndsCleanly: true, HasOneScan: true } || image.Pixels.Span[^3..] is not [var red, var green, var blue]) return;
        // 64: the same gray of four printing inks
        if (red != green || red != blue || red is not (63 or 64 or 127 or 128)) return;
        if (JpegData.Walk(encoded.Span, deadline.ThrowIfCancellationRequested) is { IsWhole: false }) throw Truncated();
    }

    private MediaException Truncated() => new(name, "is truncated: the JPEG data ends before the last row.");
}

namespace Mmva.Training;

/// <summary>A file that only grows by whole pieces: a piece that could not be written completely is removed again.</summary>
internal sealed class AppendFile(Stream stream, long length) : IDisposable
{
    private long _length = length; // up to the end of the last whole piece

    /// <exception cref="IOException">The piece could not be written; the next attempt begins at the same position.</exception>
    public void Append(ReadOnlySpan<byte> piece)
    {
        Repair();
        stream.Position = _length;
        stream.Write(piece);
        stream.Flush();
        _length += piece.Length;
    }

    public void Dispose()
    {
        try
        {
            Repair();
        }
        catch (IOException)
        {
            // a reader of the file tolerates a cut end
        }
        stream.Dispose();
    }

    private void Repair()
    {
        if (stream.Length != _length) stream.SetLength(_length);
    }
}

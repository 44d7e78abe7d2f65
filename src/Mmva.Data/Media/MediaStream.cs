namespace Mmva.Data;

/// <summary>Reads streams of unknown length and content.</summary>
internal static class MediaStream
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Reads the rest of a stream into memory.</summary>
    /// <param name="stream">The stream; it is not closed.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="maxBytes">The limit; reading stops there.</param>
    /// <param name="options">The options class that sets the limit, or <see langword="null"/> for a fixed limit.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">The stream cannot be read, or has more bytes than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream, string name, long maxBytes, string? options, CancellationToken cancellationToken)
    {
        var copy = new MemoryStream();
        await CopyAsync(stream, copy, name, maxBytes, options, cancellationToken).ConfigureAwait(false);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    /// <summary>Copies the rest of a stream.</summary>
    /// <inheritdoc cref="ReadAsync" path="//param|//exception"/>
    public static async Task CopyAsync(
        Stream stream, Stream copy, string name, long maxBytes, string? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            var buffer = new byte[BufferBytes];
            for (long total = 0; await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read;)
            {
                if ((total += read) > maxBytes) throw MediaLimits.StreamTooLong(name, maxBytes, options);
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException e)
        {
            throw new MediaException(name, $"cannot be read: {e.Message}", e);
        }
    }
}

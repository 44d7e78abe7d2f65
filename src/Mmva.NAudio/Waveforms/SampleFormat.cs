using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Samples of providers, converted as NAudio does.</summary>
internal static class SampleFormat
{
    /// <exception cref="MediaException">NAudio does not convert the format.</exception>
    public static ISampleProvider Convert(IWaveProvider source, string name)
    {
        try
        {
            return source.ToSampleProvider();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new MediaException(
                name,
                $"has samples of the format {Words(source.WaveFormat)}, which are not converted: use PCM of 8, 16, 24 or 32 bits, or float.", e);
        }
    }

    /// <summary>Reads the next samples of a provider: 0 at its end.</summary>
    /// <exception cref="MediaException">The provider failed.</exception>
    public static int Read(ISampleProvider source, Span<float> buffer, string name)
    {
        int read;
        try
        {
            read = source.Read(buffer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or InvalidOperationException or NotSupportedException)
        {
            throw new MediaException(name, $"cannot be read: {e.Message}", e);
        }
        return (uint)read <= (uint)buffer.Length
            ? read
            : throw new MediaException(name, $"cannot be read: its provider returned {read} of {buffer.Length} samples.");
    }

    private static string Words(WaveFormat format) => $"{format.Encoding} ({format.BitsPerSample} bits)";
}

using System.Security.Cryptography;
using System.Text;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>The audio of a file as <c>ffmpeg</c> reads it.</summary>
internal static class AudioPackets
{
    private static readonly (string Why, string Option) Purpose =
        ("whether the audio stays the same is checked with the ffmpeg program", "AudioDecoderOptions.FfmpegPath to its path");

    /// <summary>Hashes times, lengths and contents of all packets, which decide what is heard.</summary>
    /// <param name="ffmpeg">The program.</param>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name in errors.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">The program cannot be started, or does not read the file.</exception>
    public static string Hash(string ffmpeg, string path, string name, CancellationToken cancellationToken)
    {
        using var process = FfmpegProcess.Start(
            ffmpeg, name, Purpose,
            [.. FfmpegArguments.Quiet, .. FfmpegProcess.Input(path, MediaFormats.AudioDemuxers), "-map", "0:a", "-c", "copy", "-f", "framemd5", "-"]);
        using var stop = cancellationToken.Register(process.Kill);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var lines = new StreamReader(process.Output);
        while (lines.ReadLine() is { } line)
        {
            // the comments of Vorbis are in a comment line, and in what accompanies the first packet
            if (!line.StartsWith('#')) hash.AppendData(Encoding.UTF8.GetBytes(line.Split(", S=")[0]));
        }
        var exitCode = process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return exitCode == 0 ? Convert.ToHexString(hash.GetHashAndReset())
            : throw new MediaException(name, FfmpegErrors.Explain(process.Errors, "audio", "has no audio track."));
    }
}

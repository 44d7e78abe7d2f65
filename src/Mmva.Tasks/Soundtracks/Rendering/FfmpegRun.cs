using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Runs ffmpeg from file to file; it is killed if it stalls, or on cancellation.</summary>
internal static class FfmpegRun
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <param name="input">The file that errors name.</param>
    /// <param name="output">The file that errors of writing name.</param>
    /// <param name="kind">What the input is decoded as, in errors.</param>
    /// <param name="options">The path of the program, and its timeout.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="position">Receives how many seconds are written; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">ffmpeg is missing, failed or stalled.</exception>
    public static async Task RunAsync(
        string input, string output, string kind, VideoReaderOptions options, IEnumerable<string> arguments, Action<double>? position,
        CancellationToken cancellationToken)
    {
        using var program = VideoOutput.OfFfmpeg(input, options, ["-y", "-progress", "pipe:1", .. arguments]);
        var (buffer, text) = (new byte[64], "");
        while (await program.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (position is null) continue;
            text += System.Text.Encoding.ASCII.GetString(buffer, 0, read);
            var lines = text.Split('\n');
            text = lines[^1];
            foreach (var line in lines[..^1])
                if (line.StartsWith("out_time_us=", StringComparison.Ordinal) && long.TryParse(line.AsSpan(12), out var time) && time > 0)
                    position(time / MicrosecondsPerSecond);
        }
        if (await program.FailureAsync(cancellationToken).ConfigureAwait(false) is { } errors)
            throw FfmpegErrors.OfWriting(errors, input, output, kind, $"has no {kind} track.");
    }
}

using System.Globalization;

namespace Mmva.Data;

/// <summary>Decodes through the <c>ffmpeg</c> program, which writes float WAV at the original sample rate into a pipe.</summary>
internal sealed class FfmpegReader(AudioDecoderOptions options)
{
    // containers that hold audio themselves: no playlists, which would open other files
    private const string Formats =
        "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,tta,w64,wav,wv";

    private static readonly (string Why, string Option) Purpose =
        ("only WAV can be read without the ffmpeg program", $"{nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegPath)}");

    /// <param name="path">The file that ffmpeg opens.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it kills the process.</param>
    /// <param name="windows">The only parts to decode, joined; or null for all of it.</param>
    public Waveform Read(string path, string name, CancellationToken cancellationToken, IReadOnlyList<AudioWindow>? windows = null)
    {
        string[] arguments =
        [
            .. FfmpegArguments.Quiet, .. Inputs(FfmpegProcess.Input(path, Formats), windows), "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
        ];
        using var process = FfmpegProcess.Start(options.FfmpegPath, name, Purpose, arguments);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.FfmpegTimeout);
        Waveform? waveform;
        int exitCode;
        try
        {
            using (deadline.Token.Register(process.Kill))
            {
                waveform = WavReader.Read(process.Output, name, options, deadline.Token);
                exitCode = process.WaitForExit();
            }
            deadline.Token.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is OperationCanceledException or MediaException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            const string Option = $"{nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegTimeout)}";
            throw new MediaException(name, $"ffmpeg did not decode it within {Option} = {options.FfmpegTimeout:c}.", e);
        }
        if (waveform is null || exitCode != 0) throw new MediaException(name, FfmpegErrors.Explain(process.Errors, "audio", "has no audio track."));
        return waveform;
    }

    /// <summary>Starts ffmpeg on a file without an output: it describes the file on its error output, and fails.</summary>
    public static ExternalProgram Describe(string path, string name, AudioDecoderOptions options, Action<string> line)
    {
        var program = ExternalProgram.Start(
            options.FfmpegPath, ["-nostdin", "-hide_banner", .. FfmpegProcess.Input(path, Formats)], e => FfmpegProcess.NotStarted(
                options.FfmpegPath, name, Purpose, e));
        program.ReadErrors(line);
        return program;
    }

    // each window is an input of its own, so that only what is listened to is read and decoded
    private static IEnumerable<string> Inputs(string[] input, IReadOnlyList<AudioWindow>? windows)
    {
        if (windows is null) return [.. input, "-map", "0:a:0"];
        var each = windows.SelectMany(window => (string[])["-ss", Seconds(window.Start), "-t", Seconds(window.Length), .. input]);
        if (windows.Count == 1) return [.. each, "-map", "0:a:0"];
        var parts = string.Concat(Enumerable.Range(0, windows.Count).Select(i => $"[{i}:a:0]"));
        return [.. each, "-filter_complex", $"{parts}concat=n={windows.Count}:v=0:a=1[joined]", "-map", "[joined]"];

        static string Seconds(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);
    }
}

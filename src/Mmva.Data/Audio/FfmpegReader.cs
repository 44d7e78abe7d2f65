using System.Globalization;

namespace Mmva.Data;

/// <summary>Decodes through the <c>ffmpeg</c> program, which writes float WAV at the original sample rate into a pipe.</summary>
internal sealed class FfmpegReader(AudioDecoderOptions options)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

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
            .. FfmpegArguments.Quiet, .. Inputs(FfmpegProcess.Input(path, MediaFormats.AudioDemuxers), windows), "-c:a", "pcm_f32le", "-f", "wav",
            "pipe:1",
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

    /// <summary>Decodes windows of several files at once, each into a WAV file.</summary>
    /// <param name="files">What to decode, and where to.</param>
    /// <param name="isCanceled">Asked now and then.</param>
    /// <returns>False if ffmpeg failed or took too long; what is in the files is then worthless.</returns>
    public bool TryReadTogether(IReadOnlyList<(string Path, IReadOnlyList<AudioWindow> Windows, string Wav)> files, Func<bool> isCanceled)
    {
        var arguments = new List<string>([.. FfmpegArguments.Quiet, "-y"]);
        var (graph, outputs, inputs) = (new List<string>(), new List<string>(), 0);
        foreach (var ((path, windows, wav), i) in files.Select((file, i) => (file, i)))
        {
            arguments.AddRange(EachOf(FfmpegProcess.Input(path, MediaFormats.AudioDemuxers), windows));
            graph.Add($"{Joined(inputs, windows.Count)}[joined{i}]");
            outputs.AddRange(["-map", $"[joined{i}]", "-c:a", "pcm_f32le", "-f", "wav", wav]);
            inputs += windows.Count;
        }
        using var process = FfmpegProcess.Start(
            options.FfmpegPath, files[0].Path, Purpose, [.. arguments, "-filter_complex", string.Join(';', graph), .. outputs]);
        using var deadline = new CancellationTokenSource(options.FfmpegTimeout);
        using var watch = new Timer(_ =>
        {
            if (deadline.IsCancellationRequested || isCanceled()) process.Kill();
        }, null, WatchInterval, WatchInterval);
        return process.WaitForExit() == 0;
    }

    /// <summary>Starts ffmpeg on a file without an output: it describes the file on its error output, and fails.</summary>
    public static ExternalProgram Describe(string path, string name, AudioDecoderOptions options, Action<string> line)
    {
        var program = ExternalProgram.Start(
            options.FfmpegPath, ["-nostdin", "-hide_banner", .. FfmpegProcess.Input(path, MediaFormats.AudioDemuxers)], e => FfmpegProcess.NotStarted(
                options.FfmpegPath, name, Purpose, e));
        program.ReadErrors(line);
        return program;
    }

    // each window is an input of its own, so that only what is listened to is read and decoded
    private static IEnumerable<string> Inputs(string[] input, IReadOnlyList<AudioWindow>? windows)
    {
        if (windows is null) return [.. input, "-map", "0:a:0"];
        return
        [
            .. EachOf(input, windows), "-filter_complex", Joined(0, windows.Count) + "[joined]", "-map", "[joined]",
        ];
    }

    private static string Joined(int first, int count)
    {
        var parts = string.Concat(Enumerable.Range(first, count).Select(i => $"[{i}:a:0]"));
        return parts + (count == 1 ? "anull" : $"concat=n={count}:v=0:a=1");
    }

    private static IEnumerable<string> EachOf(string[] input, IReadOnlyList<AudioWindow> windows)
    {
        return windows.SelectMany(window => (string[])["-ss", Seconds(window.Start), "-t", Seconds(window.Length), .. input]);

        static string Seconds(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>Decodes through the <c>ffmpeg</c> program, which writes float WAV at the original sample rate into a pipe.</summary>
internal sealed partial class FfmpegReader(AudioDecoderOptions options)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    private static readonly (string Why, string Option) Purpose =
        ("only WAV can be read without the ffmpeg program", $"{nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegPath)}");

    /// <param name="path">The file that ffmpeg opens.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="mix">Mixes the channels.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it kills the process.</param>
    /// <param name="windows">The only parts to decode, joined; or null for all of it.</param>
    /// <exception cref="MediaException">Less can be decoded than the file states, or nothing.</exception>
    public Waveform Read(
        string path, string name, ChannelMix mix, CancellationToken cancellationToken, IReadOnlyList<AudioWindow>? windows = null)
    {
        var report = new FfmpegReport();
        string[] arguments =
        [
            .. FfmpegReport.LogLevel, .. Inputs(FfmpegProcess.Input(path, MediaFormats.AudioDemuxers), windows), "-c:a", "pcm_f32le", "-f", "wav",
            "pipe:1",
        ];
        var (waveform, exitCode, errors) = Run(
            name, arguments, report.Read, (output, stop) => WavReader.Read(output, name, options, stop, mix), cancellationToken);
        if (waveform is not null && windows is null) CheckLength(waveform, report, path, name, cancellationToken);
        return waveform is null || exitCode != 0 ? throw new MediaException(name, Explain(errors, path)) : waveform;
    }

    // what begins like audio and cannot be decoded lacks something, often the index at its end
    private static string Explain(string errors, string path)
    {
        var reason = FfmpegErrors.Explain(errors, "audio", "has no audio track.");
        return reason.StartsWith("cannot be decoded", StringComparison.Ordinal) && MediaFiles.ContentOf(path) == MediaKind.Audio
            ? "is truncated or damaged: it " + reason
            : reason;
    }

    // ffmpeg decodes what exists of a truncated file, and reports success
    private void CheckLength(Waveform waveform, FfmpegReport report, string path, string name, CancellationToken cancellationToken)
    {
        double? stated;
        using (var file = MediaFile.Open(path)) stated = StatedLength.OfHeader(file) ?? report.Duration;
        var decoded = waveform.DecodedDuration;
        if (stated is not { } seconds || report.IsOpen(seconds)) return;
        var tolerance = StatedLength.Tolerance(report, seconds, waveform.DecodedSamples / decoded);
        if (!StatedLength.Misses(decoded, seconds, tolerance)) return;
        // the duration of several tracks is that of the longest one, and time stamps may leave gaps
        var isOfTrack = report.Tracks == 1 && !report.IsMatroska;
        if (!isOfTrack && !StatedLength.Misses(Math.Max(decoded, EndOf(path, name, cancellationToken)), seconds, tolerance)) return;
        throw new MediaException(name, string.Create(
            CultureInfo.InvariantCulture,
            $"is truncated or damaged: only {decoded:F2} of the {seconds:F2} seconds that its header declares can be decoded."));
    }

    // when the last packet of any track ends, in seconds
    private double EndOf(string path, string name, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            .. FfmpegArguments.Quiet, .. FfmpegProcess.Input(path, MediaFormats.AudioDemuxers), "-map", "0:V?", "-map", "0:a?", "-c", "copy",
            "-progress", "pipe:1", "-f", "null", "-",
        ];
        return Run(name, arguments, isReport: null, (output, _) =>
        {
            var end = TimeSpan.Zero;
            using var reader = new StreamReader(output);
            while (reader.ReadLine() is { } line)
            {
                var time = OutputTime().Match(line);
                if (time.Success && TimeSpan.TryParse(time.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var at)) end = at;
            }
            return end.TotalSeconds;
        }, cancellationToken).Result;
    }

    private (T Result, int ExitCode, string Errors) Run<T>(
        string name, string[] arguments, Func<string, bool>? isReport, Func<Stream, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        using var process = FfmpegProcess.Start(options.FfmpegPath, name, Purpose, arguments, isReport);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            T result;
            int exitCode;
            using (deadline.Token.Register(process.Kill))
            using (var output = new WatchedStream(process.Output, () => deadline.CancelAfter(options.FfmpegTimeout)))
            {
                result = read(output, deadline.Token);
                exitCode = process.WaitForExit();
            }
            deadline.Token.ThrowIfCancellationRequested();
            return (result, exitCode, process.Errors);
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is OperationCanceledException or MediaException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            const string Option = $"{nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegTimeout)}";
            throw new MediaException(name, $"ffmpeg decoded nothing of it for {Option} = {options.FfmpegTimeout:c}.", e);
        }
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
        string[] arguments = ["-nostdin", "-hide_banner", .. FfmpegProcess.Input(path, MediaFormats.AudioDemuxers)];
        var program = ExternalProgram.Start(options.FfmpegPath, arguments, e => FfmpegProcess.NotStarted(options.FfmpegPath, name, Purpose, e));
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

    [GeneratedRegex(@"^out_time=([0-9]+:[0-9][0-9]:[0-9][0-9]\.[0-9]+)")]
    private static partial Regex OutputTime();
}

using System.Globalization;

namespace Mmva.Data;

/// <summary>
/// Makes one cut: ffmpeg decodes the parts in as few runs as possible and encodes their frames, the audio is cut here, and both are joined at the
/// end.
/// </summary>
internal sealed class Cut(
    string path, ProbedVideo video, CutPlan plan, string folder, string complete, string output, VideoReaderOptions options,
    IProgress<double>? progress)
{
    // what remains after the parts are decoded, as a share of the work
    private const double Joining = 0.05;

    private const double Rounding = 1e-3;

    // the images of a video end a little before its audio
    private const double Lacking = 1;

    private readonly Lock _lock = new();
    private int _runs;
    private double _reported, _soundEnd = double.PositiveInfinity;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (images, sounds) = (Path.Combine(folder, "images.h264"), Path.Combine(folder, "sound.pcm"));
        CutSound? sound;
        using (var toneMapping = ToneMapping.For(video.Range))
        await using (var imageFile = File.Create(images))
        await using (var soundFile = File.Create(sounds))
        {
            sound = video.Info.Sound is null ? null : new CutSound(plan, video, soundFile);
            foreach (var planned in plan.Groups)
            {
                var group = planned;
                var run = await DecodeAsync(group, sound, toneMapping, cancellationToken).ConfigureAwait(false);
                if (group.Origin > 0 && !IsWhole(group, run))
                {
                    // the file could not be entered in the middle
                    sound?.TakeBack(group);
                    group = group with { Origin = 0 };
                    run = await DecodeAsync(group, sound, toneMapping, cancellationToken).ConfigureAwait(false);
                    var heard = sound is null ? double.PositiveInfinity : (double)run.Samples / sound.SampleRate;
                    if (heard < plan.TimeOf(group.Ranges[0].First)) _soundEnd = heard; // later parts need not be tried
                }
                if (Missing(group, run) is not null)
                {
                    // a slide may be shown for long: only the images behind the parts tell
                    sound?.TakeBack(group);
                    run = await DecodeAsync(group, sound, toneMapping, cancellationToken, toTheEnd: true).ConfigureAwait(false);
                    if (Missing(group, run) is { } start) throw NoImages(start, run);
                }
                await using (var encoded = File.OpenRead(run.Images)) await encoded.CopyToAsync(imageFile, cancellationToken).ConfigureAwait(false);
                File.Delete(run.Images);
            }
        }
        await JoinAsync(images, sounds, sound, cancellationToken).ConfigureAwait(false);
        await CutCheck.RunAsync(complete, output, plan, sound?.SampleRate, options, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="Images">The encoded frames.</param>
    /// <param name="Start">The time in the file at which its clock starts.</param>
    /// <param name="Times">The times of the decoded images.</param>
    /// <param name="Samples">The number of samples per channel that the audio had.</param>
    private sealed record Run(string Images, double Start, ImageTimes Times, long Samples);

    private async Task<Run> DecodeAsync(
        CutGroup group, CutSound? sound, ToneMapping? toneMapping, CancellationToken cancellationToken, bool toTheEnd = false)
    {
        var images = Path.Combine(folder, $"{_runs++}.h264");
        var start = group.Origin > 0 ? plan.TimeOf(group.Origin) : 0;
        var end = plan.TimeOf(group.End) - start;
        var times = new ImageTimes(time => Report(group, Math.Clamp(time / end, 0, 1)));
        string[] audio = sound is null ? [] :
        [
            "-map", $"0:{video.SoundStream}", "-af", sound.Filters, "-c:a", "pcm_s16le", "-t", FfmpegArguments.Number(end), "-f", "s16le", "pipe:1",
        ];
        string[] arguments =
        [
            "-reinit_filter:v", "0", .. video.Input(path, group.Origin > 0 ? TimeSpan.FromSeconds(start) : null),
            "-filter_complex", Graph(group, toneMapping),
            "-map", "[images]", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0", "-f", "h264", "file:" + images,
            .. audio, .. ImageTimes.Output("[times]", toTheEnd ? null : end + Lacking),
        ];
        using var output = VideoOutput.OfFfmpeg(path, options, arguments, times.IsReport);
        var samples = 0L;
        if (sound is null) await output.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        else samples = await sound.WriteAsync(group, buffer => output.ReadAsync(buffer, cancellationToken)).ConfigureAwait(false);
        await EndAsync(output, cancellationToken).ConfigureAwait(false);
        return new(images, start, times, samples);
    }

    /// <summary>The filters of the images: those of the parts, and the times of all.</summary>
    private string Graph(CutGroup group, ToneMapping? toneMapping)
    {
        // H.264 needs even sides; the size comes first, because that of a broadcast may change in the middle
        var (width, height) = ((video.Info.Width + 1) / 2 * 2, (video.Info.Height + 1) / 2 * 2);
        var phase = group.Origin > 0 ? 0 : plan.Phase;
        var chosen = string.Join('+', group.Ranges.Select(range => $"between(n,{range.First - group.Origin},{range.End - group.Origin - 1})"));
        string[] filters =
        [
            $"scale={width}:{height}{(toneMapping is null ? "" : ToneMapping.Matrix)}",
            .. video.IsInterlaced ? (string[])["bwdif=mode=send_frame:deint=interlaced"] : [],
            .. phase > 0 ? (string[])[$"setpts=PTS-{FfmpegArguments.Number(phase)}/TB"] : [],
            // what a video lacks at the end of a part is filled with its last frame
            $"fps=fps={plan.Rate}:start_time=0:eof_action=pass", "tpad=stop_mode=clone:stop=-1", $"trim=end_frame={group.End - group.Origin}",
            $"select='{chosen}'", .. Bt709(toneMapping), "format=yuv420p", "setsar=1",
            $"setpts=N/({plan.Rate}*TB)", $"fps=fps={plan.Rate}",
        ];
        return $"[0:{video.Stream}]split[frames][clock];[clock]{ImageTimes.Filters}[times];[frames]{string.Join(',', filters)}[images]";
    }

    // converted and labeled, without what describes the original
    private static string[] Bt709(ToneMapping? toneMapping) => toneMapping is null ? [] :
    [
        $"scale={ToneMapping.Matrix.TrimStart(':')}", toneMapping.Filters, "scale=out_color_matrix=bt709:out_range=tv", "format=yuv420p",
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709", "sidedata=mode=delete",
    ];

    /// <summary>Whether decoding started before the first part, and there was audio if there could be.</summary>
    private bool IsWhole(CutGroup group, Run run) =>
        run.Start + run.Times.First <= plan.TimeOf(group.Ranges[0].First) + (0.5 / plan.Rate.PerSecond) + Rounding
        && (video.Info.Sound is null || run.Samples > 0 || run.Start >= _soundEnd);

    /// <summary>The start of the first part that is later than all images, as far as they were decoded.</summary>
    private double? Missing(CutGroup group, Run run)
    {
        var end = run.Start + Math.Max(run.Times.End, run.Times.Last + Math.Max(run.Times.LongestGap, Lacking));
        foreach (var range in group.Ranges)
            if (plan.TimeOf(range.First) > end) return plan.TimeOf(range.First);
        return null;
    }

    private MediaException NoImages(double start, Run run) => new(path, string.Create(
        CultureInfo.InvariantCulture, $"has no images at {start:F2} s: they end at {run.Start + run.Times.Last:F2} s."));

    private async Task JoinAsync(string images, string sounds, CutSound? sound, CancellationToken cancellationToken)
    {
        string[] audioInput = sound is null ? []
            : ["-f", "s16le", "-ar", $"{sound.SampleRate}", "-ac", $"{sound.Channels}", "-i", "file:" + sounds];
        string[] audioOutput = sound is null ? [] : ["-map", "1:a", "-c:a", "aac", "-b:a", "160k"];
        string[] arguments =
        [
            "-progress", "pipe:1", "-r", $"{plan.Rate}", "-f", "h264", "-i", "file:" + images, .. audioInput,
            "-map", "0:v", "-c:v", "copy", .. audioOutput, "-movflags", "+faststart", "file:" + complete,
        ];
        using var output = VideoOutput.OfFfmpeg(path, options, arguments);
        var buffer = new byte[64]; // the progress that ffmpeg writes shows that it is alive
        while (await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0) { }
        await EndAsync(output, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(VideoOutput program, CancellationToken cancellationToken)
    {
        if (await program.FailureAsync(cancellationToken).ConfigureAwait(false) is { } errors)
            throw FfmpegErrors.OfWriting(errors, path, output, "video", "has no such track.");
    }

    private void Report(CutGroup group, double share)
    {
        if (progress is null) return;
        var before = plan.Groups.TakeWhile(other => other.Ranges != group.Ranges).Sum(other => other.End - other.Origin);
        var all = plan.Groups.Sum(other => other.End - other.Origin);
        var done = (1 - Joining) * (before + (share * (group.End - group.Origin))) / all;
        lock (_lock)
        {
            if (done < _reported + 0.01) return; // a run that is repeated reports nothing anew
            _reported = done;
            progress.Report(done);
        }
    }
}

using System.CommandLine;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;

namespace SummarizeVideo;

internal sealed record Arguments(
    string? Video, string? Output, bool Cut, IReadOnlyList<(TimelineFormat Format, string File)> Exports, TimelineOptions Timeline,
    (string Set, string Folder)? Evaluate, string? Videos, ShotChoice Shots, TimeSpan Clip, Action<VideoSummaryOptions> Apply,
    Action<VideoReaderOptions> ApplyLimits)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var video = CommandLine.Word("VIDEO", "Any video that ffmpeg reads.");
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "FOLDER", Description = "The folder of the results (default: a folder here, named after the video, as in holiday-summary).",
        };
        var share = CommandLine.Number("--share", "PART", "The longest summary, as a part of the video.", 0.001, 1, VideoSummaryOptions.DefaultShare);
        var arousal = CommandLine.Choice(
            "--arousal", "Whose arousal counts: of the images, of the music, or the mean of both.", "images", "music", "both");
        var value = CommandLine.Choice(
            "--value", "The value of a shot: its mean arousal, which prefers short shots, or the total over its length.", "mean", "total");
        var shots = ShotChoice.Option;
        var clip = CommandLine.Number("--clip", "SECONDS", "The length of the clips of music that are predicted.", 1.0, 60.0, fallback: 3.0);
        var cut = CommandLine.Flag("--cut", "Also writes the cut video, summary.mp4.");
        var evaluate = new Option<string[]>("--evaluate")
        {
            HelpName = "SET FOLDER", Arity = new(2, 2), AllowMultipleArgumentsPerToken = true,
            Description = "Instead: compares random, constant and human scores with the annotators of tvsum or summe, beside published systems; "
                + "FOLDER holds the annotations.",
        };
        evaluate.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("tvsum" or "summe") and var set }, ..])
                result.AddError($"--evaluate takes tvsum or summe and a folder, not '{set}'.");
        });
        var videos = CommandLine.Folder(
            "--videos", "FOLDER", "The videos of the set, named after their ids: compares Mmva and the training-free criteria after CTVSUM as well.");
        var export = new TimelineExport("summary", "edl");
        var hours = CommandLine.Number(
            "--max-hours", "HOURS", "The longest video that is accepted.", 0.001, 1000, VideoReaderOptions.DefaultMaxDuration.TotalHours);
        var command = new RootCommand("""
            Finds the most exciting shots of a video, and makes a summary of them.
            Needs the programs ffmpeg and ffprobe.
            """) 
        {
            video, output, share, arousal, value, shots, clip, cut, hours, evaluate, videos,
        };
        export.AddTo(command);
        command.Check(given => (HasVideo: given.GetResult(video) is not null, HasSet: given.GetResult(evaluate) is not null) switch
        {
            (false, false) => "There is no video.",
            (true, true) => "A video and --evaluate do not go together.",
            _ => null,
        });
        command.Check(given => given.GetResult(videos) is not null && given.GetResult(evaluate) is null ? "--videos goes with --evaluate." : null);
        command.Check(given => given.GetResult(shots) is null ? null
            : ShotChoice.Error(given.GetValue(shots), given.GetResult(evaluate) is not null, given.GetResult(videos) is not null));
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetValue(video), line.GetValue(output), line.GetValue(cut), export.FilesOf(line), export.OptionsOf(line),
                line.GetValue(evaluate) is [var set, var folder] ? (set, folder) : null,
                line.GetValue(videos)?.ToString(), ShotChoice.Of(line.GetValue(shots)), TimeSpan.FromSeconds(line.GetValue(clip)), options =>
                {
                    ShotChoice.Of(line.GetValue(shots)).Apply(options);
                    options.MusicSegment = TimeSpan.FromSeconds(line.GetValue(clip));
                    options.Share = line.GetValue(share);
                    options.Arousal = Enum.Parse<ArousalSource>(line.GetRequiredValue(arousal), ignoreCase: true);
                    options.Value = line.GetValue(value) == "mean" ? ShotValue.MeanArousal : ShotValue.TotalArousal;
                },
                options => options.MaxDuration = TimeSpan.FromHours(line.GetValue(hours))),
            cancellationToken));
        return command;
    }
}

using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace SummarizeVideo;

/// <summary>What the user asked for.</summary>
internal sealed record Arguments(string? Video, string? Output, bool Cut, (string Set, string Folder)? Evaluate, string? Videos, Action<VideoSummaryOptions> Apply)
{
    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var video = new Argument<string?>("VIDEO") { Description = "Any video that ffmpeg reads.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--output", "-o") { HelpName = "FOLDER", Description = "Where the results go (default: a folder here, named after the video, as in holiday-summary)." };
        var share = new Option<double>("--share") { HelpName = "PART", Description = "The longest summary, as a part of the video.", DefaultValueFactory = _ => VideoSummaryOptions.DefaultShare }.Within(0.001, 1);
        var arousal = new Option<string>("--arousal") { Description = "Whose arousal counts: of the images, of the music, or the mean of both.", DefaultValueFactory = _ => "images" }.Among("images", "music", "both");
        var value = new Option<string>("--value") { Description = "What a shot is worth: its mean arousal, which prefers short shots, or the total over its length.", DefaultValueFactory = _ => "mean" }.Among("mean", "total");
        var shots = new Option<double?>("--shots") { HelpName = "SECONDS", Description = "Shots of equal length; without it they end where the pictures change." }.Within(0.001, 1e6);
        var cut = new Option<bool>("--cut") { Description = "Also writes the cut video, summary.mp4." };
        var evaluate = new Option<string[]>("--evaluate")
        {
            HelpName = "SET FOLDER", Arity = new(2, 2), AllowMultipleArgumentsPerToken = true,
            Description = "Instead: compares random, constant and human scores with the people who annotated tvsum or summe; FOLDER holds the annotations.",
        };
        evaluate.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("tvsum" or "summe") and var set }, ..]) result.AddError($"--evaluate takes tvsum or summe and a folder, not '{set}'.");
        });
        var videos = new Option<string?>("--videos") { HelpName = "FOLDER", Description = "With the videos of the set, named after their ids: compares Mmva, too." };
        var command = new RootCommand("""
            Finds the most exciting shots of a video, and makes a summary of them.
            Needs the programs ffmpeg and ffprobe.
            """) { video, output, share, arousal, value, shots, cut, evaluate, videos };
        command.Validators.Add(result =>
        {
            if (result.GetResult(video) is null == result.GetResult(evaluate) is null) result.AddError(result.GetResult(video) is null ? "There is no video." : "A video and --evaluate do not go together.");
            if (result.GetResult(videos) is not null && result.GetResult(evaluate) is null) result.AddError("--videos goes with --evaluate.");
        });
        command.SetAction((line, cancellationToken) => run(
            new(line.GetValue(video), line.GetValue(output), line.GetValue(cut), line.GetValue(evaluate) is [var set, var folder] ? (set, folder) : null, line.GetValue(videos), options =>
            {
                options.Share = line.GetValue(share);
                options.Arousal = Enum.Parse<ArousalSource>(line.GetRequiredValue(arousal), ignoreCase: true);
                options.Value = line.GetValue(value) == "mean" ? ShotValue.MeanArousal : ShotValue.TotalArousal;
                if (line.GetValue(shots) is { } seconds) (options.Shots, options.ShotLength) = (ShotDetection.FixedLength, TimeSpan.FromSeconds(seconds));
            }), cancellationToken));
        return command;
    }
}

using System.CommandLine;
using ConsoleProgram;
using Mmva.NAudio;

namespace FollowMusic;

/// <summary>What is followed: a file, standard input, or, without either, tracks that are made up.</summary>
/// <param name="Input">The file, <c>-</c>, or null.</param>
/// <param name="Rate">The sample rate (Hz) of standard input.</param>
/// <param name="Channels">The channels of standard input.</param>
/// <param name="IsFloat">Whether the samples of standard input are float32 and not 16-bit integers.</param>
/// <param name="Options">The windows.</param>
internal sealed record Given(string? Input, int Rate, int Channels, bool IsFloat, EmotionMonitorOptions Options)
{
    public bool IsLive => Input == "-";
}

internal static class Arguments
{
    public static Command Command(Func<Given, CancellationToken, Task<int>> run)
    {
        var input = CommandLine.Word(
            "FILE", "A piece of music; - follows raw samples from standard input as they arrive. Without it, made-up tracks.");
        var window = Seconds("--window", "How much of the latest music each prediction is made from.", 1, 120, EmotionMonitorOptions.DefaultWindow);
        var hop = Seconds("--hop", "The time between two predictions.", 0.1, 120, EmotionMonitorOptions.DefaultHop);
        var first = Seconds("--first", "How much music the first prediction needs.", 0.1, 120, EmotionMonitorOptions.DefaultFirstWindow);
        var move = CommandLine.Number(
            "--move", "DISTANCE", "From which distance on the plane a new point is printed; 0 prints all.", 0, 1.5,
            fallback: EmotionMonitorOptions.DefaultLeastMove);
        var rate = CommandLine.Number("--rate", "HZ", "The sample rate of standard input.", 1000, 768_000, fallback: 44_100);
        var channels = CommandLine.Number("--channels", "N", "The channels of standard input, interleaved.", 1, 32, fallback: 2);
        var isFloat = CommandLine.Flag("--float", "Samples of standard input are float32; otherwise 16-bit integers. Both are little-endian.");
        var command = new RootCommand("""
            Follows how music feels: one line whenever valence or arousal have moved.

            Tab separated: the end of the window (minutes:seconds), valence, arousal, distance from the line before.
            """) { input, window, hop, first, move, rate, channels, isFloat };
        command.SetAction((line, cancellationToken) => run(
            new(line.GetValue(input), line.GetValue(rate), line.GetValue(channels), line.GetValue(isFloat), new()
            {
                Window = TimeSpan.FromSeconds(line.GetValue(window)),
                Hop = TimeSpan.FromSeconds(line.GetValue(hop)),
                FirstWindow = TimeSpan.FromSeconds(line.GetValue(first)),
                LeastMove = line.GetValue(move),
            }),
            cancellationToken));
        return command;
    }

    private static Option<double> Seconds(string name, string description, double least, double most, TimeSpan fallback) =>
        CommandLine.Number(name, "SECONDS", description, least, most, fallback.TotalSeconds);
}

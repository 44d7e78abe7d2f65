using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace ImageToMusicPrompt;

internal sealed record Arguments(
    IReadOnlyList<string> Inputs, int Top, string? Templates, Uri? Server, MusicServerApi Api, string Model,
    double Seconds, string? Output, string? Rebuild, ImageLimits Limits)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var inputs = CommandLine.Words("PICTURE|TEXT", "Images or texts that the music should feel like; four painted images if none is given.");
        var top = CommandLine.Number("--top", "N", "The number of prompts to show for each.", 1, 1000, fallback: 5);
        var templates = CommandLine.Text(
            "--templates", "FILE|plain", "Custom templates and candidates, as JSON; plain selects short prompts in Mmva's own words.");
        var server = CommandLine.Address("--server", """
            Generates music from the first prompt for one image or text; "huggingface" selects Hugging Face's own servers.
            The access token is read from the environment variable HF_TOKEN.
            """, "http://127.0.0.1:8000/generate", "huggingface", MusicServerOptions.HuggingFaceAddress);
        var api = CommandLine.Choice("--api", "The protocol of the server.", "huggingface", "local");
        var model = CommandLine.Text("--model", "NAME", "The model at Hugging Face.", MusicServerOptions.DefaultModel);
        var seconds = CommandLine.Number("--seconds", "N", "The length of the music.", 1, 600, fallback: 10.0);
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "FILE", Description = "The music file (default: music.wav, or the extension of what was received).",
        };
        var rebuild = CommandLine.Text(
            "--rebuild", "FILE", "Instead: encodes all 54,912 prompts with the compact model and writes their catalogue, which takes minutes.");
        var command = new RootCommand("""
            Finds the prompts for a music generator that feel like images or texts, nearest first, and can have music generated from the first.

            An input that fails is reported on standard error, the others are still printed, and the exit code is 1.
            """) { inputs, top, templates, server, api, model, seconds, output, rebuild };
        ImageLimits.AddTo(command);
        command.Check(given => (given.GetResult(inputs)?.Tokens.Count ?? 0) switch
        {
            > 0 when given.GetResult(rebuild) is not null => "--rebuild takes no picture or text.",
            > 1 and var count when given.GetResult(server) is not null => $"--server makes music for one picture or text, not for {count}.",
            _ => null,
        });
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetValue(inputs) ?? [], line.GetValue(top), line.GetValue(templates), line.GetValue(server),
                line.GetValue(api) == "local" ? MusicServerApi.Local : MusicServerApi.HuggingFace,
                line.GetRequiredValue(model), line.GetValue(seconds), line.GetValue(output), line.GetValue(rebuild),
                ImageLimits.Of(line)),
            cancellationToken));
        return command;
    }
}

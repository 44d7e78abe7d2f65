using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace ImageToMusicPrompt;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(IReadOnlyList<string> Inputs, int Top, string? Templates, Uri? Server, MusicServerApi Api, string Model, double Seconds, string? Output, string? Rebuild)
{
    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var inputs = new Argument<string[]>("PICTURE|TEXT") { Description = "What the music shall feel like, one or several; four painted pictures where nothing is given.", Arity = ArgumentArity.ZeroOrMore };
        var top = new Option<int>("--top") { HelpName = "N", Description = "How many prompts to show for each.", DefaultValueFactory = _ => 5 }.Within(1, 1000);
        var templates = new Option<string?>("--templates") { HelpName = "FILE|plain", Description = "Templates and candidates of your own, as JSON; plain stands for short prompts in Mmva's own words." };
        var server = new Option<Uri?>("--server")
        {
            HelpName = "ADDRESS", Description = "Makes music of the first prompt for one picture or text; \"huggingface\" stands for Hugging Face's own servers. The access token is read from the environment variable HF_TOKEN.",
            CustomParser = result =>
            {
                if (result.Tokens[0].Value is var word && word == "huggingface") return MusicServerOptions.HuggingFaceAddress;
                if (!Uri.TryCreate(word, UriKind.Absolute, out var address)) result.AddError($"--server takes huggingface or an address such as http://127.0.0.1:8000/generate, not '{word}'.");
                return address;
            },
        };
        var api = new Option<string>("--api") { Description = "How the server is talked to.", DefaultValueFactory = _ => "huggingface" }.Among("huggingface", "local");
        var model = new Option<string>("--model") { HelpName = "NAME", Description = "The model at Hugging Face.", DefaultValueFactory = _ => MusicServerOptions.DefaultModel };
        var seconds = new Option<double>("--seconds") { HelpName = "N", Description = "How long the music shall be.", DefaultValueFactory = _ => 10 }.Within(1, 600);
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where it goes (default: music.wav, or what else came)." };
        var rebuild = new Option<string?>("--rebuild") { HelpName = "FILE", Description = "Instead: embeds all 54,912 prompts with the compact model and writes their catalogue, which takes minutes." };
        var command = new RootCommand("""
            Finds the prompts for a music generator that feel like pictures or texts, nearest first, and can have music made of the first.

            An input that fails is named on standard error, the others are still printed, and the exit code is 1.
            """) { inputs, top, templates, server, api, model, seconds, output, rebuild };
        command.Validators.Add(result =>
        {
            var given = result.GetResult(inputs)?.Tokens.Count ?? 0;
            if (given > 0 && result.GetResult(rebuild) is not null) result.AddError("--rebuild takes no picture or text.");
            if (given > 1 && result.GetResult(server) is not null) result.AddError($"--server makes music for one picture or text, not for {given}.");
        });
        command.SetAction((line, cancellationToken) => run(
            new(line.GetValue(inputs) ?? [], line.GetValue(top), line.GetValue(templates), line.GetValue(server), line.GetValue(api) == "local" ? MusicServerApi.Local : MusicServerApi.HuggingFace,
                line.GetRequiredValue(model), line.GetValue(seconds), line.GetValue(output), line.GetValue(rebuild)), cancellationToken));
        return command;
    }
}

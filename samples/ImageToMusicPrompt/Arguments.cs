using System.Globalization;
using Mmva.Tasks.Prompts.Generation;

namespace ImageToMusicPrompt;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        usage: ImageToMusicPrompt [PICTURE | TEXT] [--top N] [--templates FILE] [--server ADDRESS ...]
               ImageToMusicPrompt --rebuild FILE

          PICTURE | TEXT    what the music shall feel like; four painted pictures where nothing is given
          --top N           how many prompts to show (default: 5)
          --templates FILE  templates and candidates of your own, as JSON

          --server ADDRESS  makes music of the first prompt; "huggingface" stands for Hugging Face's own servers
          --api NAME        how the server is talked to: huggingface (default) or local
          --model NAME      the model at Hugging Face (default: facebook/musicgen-small)
          --seconds N       how long the music shall be (default: 10)
          -o FILE           where it goes (default: music.wav, or what else came)
                            The access token is read from the environment variable HF_TOKEN.

          --rebuild FILE    embeds all 54,912 prompts with the compact model and writes their catalogue, which takes minutes
        """;

    public string? Input { get; private set; }
    public int Top { get; private set; } = 5;
    public string? Templates { get; private set; }
    public Uri? Server { get; private set; }
    public MusicServerApi Api { get; private set; }
    public string Model { get; private set; } = MusicServerOptions.DefaultModel;
    public double Seconds { get; private set; } = 10;
    public string? Output { get; private set; }
    public string? Rebuild { get; private set; }

    /// <exception cref="ArgumentException">The command line makes no sense; the message says why.</exception>
    public static Arguments Parse(string[] args)
    {
        var result = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
            switch (args[i])
            {
                case "--top": result.Top = (int)Number(args[i], Value(), 1, 1000); break;
                case "--seconds": result.Seconds = Number(args[i], Value(), 1, 600); break;
                case "--templates": result.Templates = Value(); break;
                case "--model": result.Model = Value(); break;
                case "--rebuild": result.Rebuild = Value(); break;
                case "-o" or "--output": result.Output = Value(); break;
                case "--api": result.Api = Value() switch { "huggingface" => MusicServerApi.HuggingFace, "local" => MusicServerApi.Local, var other => throw new ArgumentException($"There is no API '{other}'.") }; break;
                case "--server":
                    var server = Value();
                    result.Server = server == "huggingface" ? MusicServerOptions.HuggingFaceAddress : Uri.TryCreate(server, UriKind.Absolute, out var address) ? address : throw new ArgumentException($"'{server}' is no address.");
                    break;
                case ['-', _, ..]: throw new ArgumentException($"There is no option {args[i]}.");
                default: result.Input = result.Input is null ? args[i] : throw new ArgumentException($"One picture or text at a time; '{args[i]}' is too much."); break;
            }
        }
        if (result.Input is not null && result.Rebuild is not null) throw new ArgumentException("--rebuild takes no picture or text.");
        return result;
    }

    private static double Number(string option, string text, double least, double most) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw new ArgumentException($"{option} takes a number from {least} to {most}, not '{text}'.");
}

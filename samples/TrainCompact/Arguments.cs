using System.Globalization;

namespace TrainCompact;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Data, string Out, string Cache, int Seed, bool Compare)
{
    public const string Usage = """
        Trains the heads of Mmva.Compact and writes heads.safetensors and MODEL_CARD.md.

          dotnet run -c Release --project samples/TrainCompact -- --data FOLDER [--out FOLDER] [--cache FOLDER] [--seed N] [--compare]

          --data     folders oasis, musemo, vgmidi, deam, emobank, warriner, musiccaps
          --out      where the results go (default: compact-heads)
          --cache    where features are kept (default: features)
          --seed     decides splits, matching and start weights (default: 1)
          --compare  also trains with the other ways of pairing captions, and adds their figures to the card
        """;

    /// <summary>Reads the command line; null where it makes no sense.</summary>
    public static Arguments? Parse(string[] args)
    {
        var arguments = new Arguments("", "compact-heads", "features", 1, false);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--compare") arguments = arguments with { Compare = true };
            else if (++i == args.Length) return null;
            else if (args[i - 1] == "--data") arguments = arguments with { Data = args[i] };
            else if (args[i - 1] == "--out") arguments = arguments with { Out = args[i] };
            else if (args[i - 1] == "--cache") arguments = arguments with { Cache = args[i] };
            else if (args[i - 1] == "--seed" && int.TryParse(args[i], CultureInfo.InvariantCulture, out var seed)) arguments = arguments with { Seed = seed };
            else return null;
        }
        return arguments.Data.Length > 0 ? arguments : null;
    }
}

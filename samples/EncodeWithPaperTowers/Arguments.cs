using Mmva.Encoders;

namespace EncodeWithPaperTowers;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Folder, IReadOnlyList<string> Inputs, Precision Precision, bool Download, Uri Server, IReadOnlyDictionary<string, string> Revisions)
{
    public const string Usage = """
        EncodeWithPaperTowers FOLDER [--fast] [--download [--revision TOWER=COMMIT]... [--server ADDRESS]] [INPUT...]

          FOLDER      holds clip-vit-base-patch32, MERT-v1-95M and roberta-base, each as Hugging Face publishes it
          INPUT       a picture, a sound or a caption; a few are made up where none is given
          --fast      8-bit numbers in the linear layers: quicker, with a small error in the features
          --download  fetches what is missing, about 1.5 GB; without it nothing touches the network
          --revision  the commit to fetch, as in roberta-base=COMMIT; the newest (main) where none is given
          --server    fetches from a mirror instead of https://huggingface.co
        """;

    public static Arguments Parse(string[] args)
    {
        var (words, revisions) = (new List<string>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        var (precision, download, server) = (Precision.Exact, false, new Uri("https://huggingface.co"));
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
            switch (args[i])
            {
                case "--fast": precision = Precision.Fast; break;
                case "--download": download = true; break;
                case "--server": server = Uri.TryCreate(Value(), UriKind.Absolute, out var address) ? address : throw new ArgumentException($"'{args[i]}' is no address."); break;
                case "--revision":
                    var parts = Value().Split('=', 2);
                    if (parts.Length != 2 || PaperTower.All.All(tower => !tower.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)))
                        throw new ArgumentException($"'{args[i]}' is not of the form TOWER=COMMIT with one of {string.Join(", ", PaperTower.All.Select(tower => tower.Name))}.");
                    revisions[parts[0]] = parts[1];
                    break;
                case ['-', '-', ..]: throw new ArgumentException($"{args[i]} is no option.");
                default: words.Add(args[i]); break;
            }
        }
        if (words.Count == 0) throw new ArgumentException("The folder of the towers is missing.");
        return new(words[0], words[1..], precision, download, server, revisions);
    }

    public string RevisionOf(PaperTower tower) => Revisions.GetValueOrDefault(tower.Name, "main");
}

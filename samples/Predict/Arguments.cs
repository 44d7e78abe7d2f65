namespace Predict;

/// <summary>One thing to predict: a file, or a text.</summary>
internal readonly record struct Input(string Label, string? Path, string? Text);

/// <summary>Reads the command line.</summary>
internal static class Arguments
{
    public const string Usage = """
        Says how pictures, music and texts feel: valence (unpleasant 0 to pleasant 1) and arousal (calm 0 to excited 1).

        usage: dotnet run -c Release --project samples/Predict -- FILE... [--text "..."]... [--text-file FILE]...

          FILE              a picture or a piece of music; its kind is told by its content
          --text "..."      a text, for example the caption of a song
          --text-file FILE  texts, one a line; - reads standard input

        One line per input, in order, tab separated: input, image|music|caption, valence, arousal.
        An input that fails is named on standard error, the others are still printed, and the exit code is 1.
        """;

    /// <summary>The inputs, in their order; the lines of text files are read as they are needed.</summary>
    /// <exception cref="ArgumentException">The command line makes no sense; the message says why.</exception>
    public static IEnumerable<Input> Parse(string[] args)
    {
        var parts = new List<IEnumerable<Input>>();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value.");
            if (args[i] == "--text") parts.Add([OfText(Value())]);
            else if (args[i] == "--text-file") parts.Add(LinesOf(Value()));
            else if (args[i] == "--") parts.Add(args[(i + 1)..].Select(OfFile));
            else if (args[i].StartsWith("--", StringComparison.Ordinal)) throw new ArgumentException($"There is no option {args[i]}.");
            else parts.Add([OfFile(args[i])]);
            if (args[i] == "--") break;
        }
        if (parts.Count == 0) throw new ArgumentException("There is nothing to predict.");
        return parts.SelectMany(part => part);
    }

    private static IEnumerable<Input> LinesOf(string path)
    {
        if (path == "-") return Lines(Console.In);
        if (!File.Exists(path)) throw new ArgumentException($"There is no text file {path}.");
        return Lines(new StreamReader(path));

        static IEnumerable<Input> Lines(TextReader reader)
        {
            using (reader)
                while (reader.ReadLine() is { } line) yield return OfText(line);
        }
    }

    private static Input OfFile(string path) => new(OneField(path), path, null);

    private static Input OfText(string text) => new(OneField(text), null, text);

    // tabs and line ends would break the table
    private static string OneField(string text) => text.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ');
}

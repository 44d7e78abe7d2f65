using System.Globalization;

namespace TextToMusic;

/// <summary>What the command line asks for.</summary>
/// <param name="Text">The text to find music for.</param>
/// <param name="Folder">Where the music lies; null for the demo tracks.</param>
/// <param name="Count">How many tracks to show.</param>
/// <param name="IndexFile">Where the index is kept between runs.</param>
/// <param name="Data">The folder of the data sets, for an evaluation instead.</param>
internal sealed record Arguments(string? Text, string? Folder, int Count, string? IndexFile, string? Data)
{
    public const string Usage = """
        Finds the music in a folder that feels like a text.

        usage: dotnet run -c Release --project samples/TextToMusic -- "a quiet evening" [FOLDER] [--count 5] [--index FILE]
               dotnet run -c Release --project samples/TextToMusic -- --evaluate DATA

          FOLDER          music in any format, folders below it included; without it eight demo tracks are made
          --count N       how many tracks to show, at most
          --index FILE    keeps the index between runs: only new and changed tracks are listened to again
          --evaluate DATA ranks tracks of Musemo and VGMIDI for sentences of EmoBank; DATA holds the folders musemo, vgmidi and emobank

        One line per track, nearest first: similarity, valence, arousal and path, tab separated.
        """;

    /// <exception cref="ArgumentException">The command line makes no sense; the message says why.</exception>
    public static Arguments Parse(string[] args)
    {
        var (words, count, index, data) = (new List<string>(), 5, (string?)null, (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            var option = args[i];
            string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{option} needs a value.");
            switch (option)
            {
                case "--count":
                    if (!int.TryParse(Value(), CultureInfo.InvariantCulture, out count) || count < 1) throw new ArgumentException("--count needs a whole number from 1 on.");
                    break;
                case "--index": index = Value(); break;
                case "--evaluate": data = Value(); break;
                case not null when option.StartsWith("--", StringComparison.Ordinal): throw new ArgumentException($"There is no option {option}.");
                default: words.Add(option!); break;
            }
        }
        if (data is not null && (words.Count > 0 || index is not null)) throw new ArgumentException("--evaluate takes neither a text nor a folder.");
        if (data is null && words.Count is 0 or > 2) throw new ArgumentException("Give a text in quotation marks and, if you like, a folder.");
        if (words.Count == 2 && !Directory.Exists(words[1])) throw new ArgumentException($"There is no folder {words[1]}.");
        if (data is not null && !Directory.Exists(data)) throw new ArgumentException($"There is no folder {data}.");
        return new(words.ElementAtOrDefault(0), words.ElementAtOrDefault(1), count, index, data);
    }
}

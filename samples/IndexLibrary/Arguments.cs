using System.Globalization;
using Mmva.Model;

namespace IndexLibrary;

/// <summary>Where the index lies.</summary>
internal enum StoreKind { File, Sqlite, PostgreSql }

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string? Folder, (StoreKind Kind, string Address) Store)
{
    public const string Usage = """
        Puts the pictures and the music of a folder into an emotion index, and finds what feels like a text, a picture or a piece of music.

        usage: dotnet run -c Release --project samples/IndexLibrary -- FOLDER --store STORE [--allow-empty]
               dotnet run -c Release --project samples/IndexLibrary -- FOLDER --store postgres:... --workers N [--batch N] [--lease SECONDS] [--dashboard PORT]
               dotnet run -c Release --project samples/IndexLibrary -- --store STORE --query WHAT [--count K] [--modality image|music]

          --store FILE              the index in memory, saved to this file
          --store sqlite:FILE       the index in SQLite
          --store postgres:HOW      the index in PostgreSQL; HOW is a connection string such as "Host=localhost;Database=media;Username=mmva";
                                    the password may come from PGPASSWORD or ~/.pgpass
          --allow-empty             lets an empty folder remove everything that was indexed below it
          --query WHAT              shows what is nearest to a text, a picture or a piece of music
          --count K                 how many (default: 5)
          --modality KIND           pictures or music alone
          --workers N               shares the work: the same command on any number of machines, where FOLDER has the same path; each takes N jobs at a time.
                                    With 0 a process looks through the folder and waits for the others
          --batch N                 files a job (default: 16)
          --lease SECONDS           how long after a worker died its job is given to another one (default: 60)
          --dashboard PORT          shows queue, workers and failed jobs at http://localhost:PORT

        Started again, it goes on where it ended, takes new and changed files, and removes what is gone.
        Standard output is the result; progress and failures are on standard error. Exit code 1 where a file failed.
        """;

    public string? Query { get; private init; }

    public int Count { get; private init; } = 5;

    public Modality? Modality { get; private init; }

    /// <summary>How many jobs this process takes at a time; null where it works alone.</summary>
    public int? Workers { get; private init; }

    public int Batch { get; private init; } = 16;

    public TimeSpan Lease { get; private init; } = TimeSpan.FromSeconds(60);

    public int? DashboardPort { get; private init; }

    public bool AllowEmpty { get; private init; }

    /// <exception cref="ArgumentException">The command line makes no sense; the message says why.</exception>
    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments(null, (StoreKind.File, ""));
        for (var i = 0; i < args.Length; i++)
        {
            var option = args[i];
            string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{option} needs a value.");
            int Number(int from, int to) => int.TryParse(Value(), CultureInfo.InvariantCulture, out var n) && n >= from && n <= to ? n : throw new ArgumentException($"{option} needs a number from {from} to {to}.");
            arguments = option switch
            {
                "--store" => arguments with { Store = StoreOf(Value()) },
                "--query" => arguments with { Query = Value() },
                "--count" => arguments with { Count = Number(1, 1_000_000) },
                "--modality" => arguments with { Modality = ModalityOf(Value()) },
                "--workers" => arguments with { Workers = Number(0, 256) },
                "--batch" => arguments with { Batch = Number(1, 1000) },
                "--lease" => arguments with { Lease = TimeSpan.FromSeconds(Number(5, 86_400)) },
                "--dashboard" => arguments with { DashboardPort = Number(1, 65_535) },
                "--allow-empty" => arguments with { AllowEmpty = true },
                _ when option.StartsWith("--", StringComparison.Ordinal) => throw new ArgumentException($"There is no option {option}."),
                _ when arguments.Folder is not null => throw new ArgumentException("One folder at a time."),
                _ => arguments with { Folder = FolderOf(option) },
            };
        }
        if (arguments.Store.Address.Length == 0) throw new ArgumentException("--store is missing.");
        if (arguments.Folder is null == arguments.Query is null) throw new ArgumentException("Either a folder or --query is needed.");
        if (arguments.Workers is not null && arguments.Store.Kind != StoreKind.PostgreSql) throw new ArgumentException("--workers needs --store postgres:...");
        return arguments;
    }

    private static (StoreKind, string) StoreOf(string text)
    {
        foreach (var (prefix, kind) in new[] { ("sqlite:", StoreKind.Sqlite), ("postgres:", StoreKind.PostgreSql) })
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return (kind, text[prefix.Length..]);
        return (StoreKind.File, text);
    }

    private static string FolderOf(string path) =>
        Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : throw new ArgumentException($"There is no folder {path}.");

    private static Modality ModalityOf(string text) => text switch
    {
        "image" => Mmva.Model.Modality.Image,
        "music" => Mmva.Model.Modality.Music,
        _ => throw new ArgumentException($"--modality is image or music, not {text}."),
    };
}

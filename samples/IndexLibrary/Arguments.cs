using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

internal enum StoreKind { File, Sqlite, PostgreSql }

/// <param name="Workers">How many jobs this process runs at a time, or null if it works alone.</param>
internal sealed record Arguments(
    string? Folder, (StoreKind Kind, string Address) Store, bool AllowEmpty, string? Query, int Count, Modality? Modality,
    int? Workers, int Batch, TimeSpan Lease, int? DashboardPort, Listening Listening, ImageLimits Images)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = CommandLine.FolderArgument("FOLDER", "The library to index, including the folders below it.");
        var store = new Option<string>("--store")
        {
            HelpName = "STORE", Required = true,
            Description = """
                FILE: the index in memory, saved to this file.
                sqlite:FILE: the index in SQLite.
                postgres:HOW: the index in PostgreSQL; HOW is a connection string such as "Host=localhost;Database=media;Username=mmva";
                the password may come from PGPASSWORD or ~/.pgpass.
                """,
        };
        var allowEmpty = CommandLine.Flag("--allow-empty", "Allows an empty folder to remove everything that was indexed below it.");
        var query = CommandLine.Text("--query", "WHAT", "Shows what is nearest to a text, an image or a piece of music.");
        var count = CommandLine.Number("--count", "K", "The number of results.", 1, 1_000_000, fallback: 5);
        var modality = new Option<string>("--modality") { Description = "Only images or only music." }.Among("image", "music");
        var workers = CommandLine.Number("--workers", "N", """
            Shares the work: the same command on any number of machines, where FOLDER has the same path; each runs N jobs at a time.
            With 0 a process scans the folder and waits for the others.
            """, 0, 256);
        var batch = CommandLine.Number("--batch", "N", "Files per job.", 1, 1000, fallback: 16);
        var lease = CommandLine.Number("--lease", "SECONDS",
            "How long after a worker died its job is given to another one.", 5, 86_400, fallback: 60);
        var dashboard = CommandLine.Number("--dashboard", "PORT", "Shows queue, workers and failed jobs at http://localhost:PORT.", 1, 65_535);
        var command = new RootCommand("""
            Indexes the images and the music of a folder by emotion, and finds what feels like a text, an image or a piece of music.

              IndexLibrary FOLDER --store STORE [--allow-empty]
              IndexLibrary FOLDER --store postgres:... --workers N [--batch N] [--lease SECONDS] [--dashboard PORT]
              IndexLibrary --store STORE --query WHAT [--count K] [--modality image|music]

            Run again, it resumes where it ended, indexes new and changed files, and removes what no longer exists.
            Standard output is the result; progress and failures are on standard error. The exit code is 1 if a file failed.
            """) { folder, store, allowEmpty, query, count, modality, workers, batch, lease, dashboard };
        Listening.AddExcerptTo(command);
        ImageLimits.AddTo(command);
        command.Check(given => given.GetResult(folder) is null == given.GetResult(query) is null ? "Either a folder or --query is needed." : null);
        command.Check(given => given.GetResult(workers) is not null && given.GetResult(store)?.Tokens is [{ Value: var address }]
            && StoreOf(address).Kind != StoreKind.PostgreSql ? $"--workers needs --store postgres:..., not '{address}'." : null);
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetValue(folder) is { } library ? Path.TrimEndingDirectorySeparator(library.FullName) : null,
                StoreOf(line.GetRequiredValue(store)), line.GetValue(allowEmpty), line.GetValue(query), line.GetValue(count),
                line.GetValue(modality) switch { "image" => Mmva.Modality.Image, "music" => Mmva.Modality.Music, _ => null },
                line.GetValue(workers), line.GetValue(batch), TimeSpan.FromSeconds(line.GetValue(lease)), line.GetValue(dashboard),
                Listening.Of(line), ImageLimits.Of(line)),
            cancellationToken));
        return command;
    }

    private static (StoreKind Kind, string Address) StoreOf(string text)
    {
        foreach (var (prefix, kind) in new[] { ("sqlite:", StoreKind.Sqlite), ("postgres:", StoreKind.PostgreSql) })
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return (kind, text[prefix.Length..]);
        return (StoreKind.File, text);
    }
}

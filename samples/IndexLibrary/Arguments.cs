using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

/// <summary>Where the index lies.</summary>
internal enum StoreKind { File, Sqlite, PostgreSql }

/// <summary>What the command line asks for.</summary>
/// <param name="Workers">How many jobs this process takes at a time; null where it works alone.</param>
internal sealed record Arguments(string? Folder, (StoreKind Kind, string Address) Store, bool AllowEmpty, string? Query, int Count, Modality? Modality, int? Workers, int Batch, TimeSpan Lease, int? DashboardPort)
{
    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "The library to index, folders below it included.", Arity = ArgumentArity.ZeroOrOne }.AcceptExistingOnly();
        var store = new Option<string>("--store")
        {
            HelpName = "STORE", Required = true,
            Description = """
                FILE: the index in memory, saved to this file.
                sqlite:FILE: the index in SQLite.
                postgres:HOW: the index in PostgreSQL; HOW is a connection string such as "Host=localhost;Database=media;Username=mmva"; the password may come from PGPASSWORD or ~/.pgpass.
                """,
        };
        var allowEmpty = new Option<bool>("--allow-empty") { Description = "Lets an empty folder remove everything that was indexed below it." };
        var query = new Option<string?>("--query") { HelpName = "WHAT", Description = "Shows what is nearest to a text, a picture or a piece of music." };
        var count = new Option<int>("--count") { HelpName = "K", Description = "How many.", DefaultValueFactory = _ => 5 }.Within(1, 1_000_000);
        var modality = new Option<string>("--modality") { Description = "Pictures or music alone." }.Among("image", "music");
        var workers = new Option<int?>("--workers")
        {
            HelpName = "N", Description = """
                Shares the work: the same command on any number of machines, where FOLDER has the same path; each takes N jobs at a time.
                With 0 a process looks through the folder and waits for the others.
                """,
        }.Within(0, 256);
        var batch = new Option<int>("--batch") { HelpName = "N", Description = "Files a job.", DefaultValueFactory = _ => 16 }.Within(1, 1000);
        var lease = new Option<int>("--lease") { HelpName = "SECONDS", Description = "How long after a worker died its job is given to another one.", DefaultValueFactory = _ => 60 }.Within(5, 86_400);
        var dashboard = new Option<int?>("--dashboard") { HelpName = "PORT", Description = "Shows queue, workers and failed jobs at http://localhost:PORT." }.Within(1, 65_535);
        var command = new RootCommand("""
            Puts the pictures and the music of a folder into an emotion index, and finds what feels like a text, a picture or a piece of music.

              IndexLibrary FOLDER --store STORE [--allow-empty]
              IndexLibrary FOLDER --store postgres:... --workers N [--batch N] [--lease SECONDS] [--dashboard PORT]
              IndexLibrary --store STORE --query WHAT [--count K] [--modality image|music]

            Started again, it goes on where it ended, takes new and changed files, and removes what is gone.
            Standard output is the result; progress and failures are on standard error. Exit code 1 where a file failed.
            """) { folder, store, allowEmpty, query, count, modality, workers, batch, lease, dashboard };
        command.Validators.Add(result =>
        {
            if (result.GetResult(folder) is null == result.GetResult(query) is null) result.AddError("Either a folder or --query is needed.");
            if (result.GetResult(workers) is not null && result.GetResult(store)?.Tokens is [{ Value: var address }] && StoreOf(address).Kind != StoreKind.PostgreSql) result.AddError($"--workers needs --store postgres:..., not '{address}'.");
        });
        command.SetAction((line, cancellationToken) => run(
            new(line.GetValue(folder) is { } library ? Path.TrimEndingDirectorySeparator(library.FullName) : null, StoreOf(line.GetRequiredValue(store)), line.GetValue(allowEmpty),
                line.GetValue(query), line.GetValue(count), line.GetValue(modality) switch { "image" => Mmva.Modality.Image, "music" => Mmva.Modality.Music, _ => null },
                line.GetValue(workers), line.GetValue(batch), TimeSpan.FromSeconds(line.GetValue(lease)), line.GetValue(dashboard)), cancellationToken));
        return command;
    }

    private static (StoreKind Kind, string Address) StoreOf(string text)
    {
        foreach (var (prefix, kind) in new[] { ("sqlite:", StoreKind.Sqlite), ("postgres:", StoreKind.PostgreSql) })
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return (kind, text[prefix.Length..]);
        return (StoreKind.File, text);
    }
}

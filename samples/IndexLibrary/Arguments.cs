using System.CommandLine;
using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

/// <param name="Workers">How many jobs this process runs at a time, or null if it works alone.</param>
internal sealed record Arguments(
    string? Folder, (StoreKind Kind, string Address) Store, bool Remove, bool Rehash, string? Query, int Count, Modality? Modality,
    int? Workers, int Batch, TimeSpan Lease, int? DashboardPort, Listening Listening, ImageLimits Images)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER")
        {
            Description = "The library to index, including the folders below it.", Arity = ArgumentArity.ZeroOrOne,
        };
        var store = new Option<string>("--store")
        {
            HelpName = "STORE", Required = true,
            Description = """
                FILE: the index in memory, saved to this file.
                sqlite:FILE: the index in SQLite.
                postgres:HOW: the index in PostgreSQL; HOW is a connection string such as "Host=localhost;Database=media;Username=mmva";
                postgresql://mmva@localhost/media means the same. The password may come from PGPASSWORD or ~/.pgpass.
                """,
        }.Checked(StoreAddress.ErrorOf);
        var remove = CommandLine.Flag("--remove", """
            Removes missing files from the index although a whole folder, or more than a third of the files, is missing.
            Without it they are kept then: their disk may not be mounted.
            """);
        folder.Validators.Add(result =>
        {
            foreach (var path in result.Tokens.Select(token => token.Value))
                if (!Directory.Exists(path) && !result.GetValue(remove)) result.AddError($"Directory does not exist: '{path}'.");
        });
        var rehash = CommandLine.Flag("--rehash", "Looks at the content of files whose size and time are unchanged, too.");
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

              IndexLibrary FOLDER --store STORE [--remove] [--rehash]
              IndexLibrary FOLDER --store postgres:... --workers N [--remove] [--rehash] [--batch N] [--lease SECONDS] [--dashboard PORT]
              IndexLibrary --store STORE --query WHAT [--count K] [--modality image|music]

            Run again, it resumes where it ended, indexes new and changed files, and removes what no longer exists.
            Standard output is the result; progress and failures are on standard error. The exit code is 1 if a file failed.
            """) { folder, store, remove, rehash, query, count, modality, workers, batch, lease, dashboard };
        Listening.AddExcerptTo(command);
        ImageLimits.AddTo(command);
        command.Check(given => given.GetResult(folder) is null == given.GetResult(query) is null ? "Either a folder or --query is needed." : null);
        command.Check(given => given.GetResult(workers) is not null && given.GetResult(store)?.Tokens is [{ Value: var address }]
            && StoreAddress.KindOf(address) != StoreKind.PostgreSql ? $"--workers needs --store postgres:..., not '{address}'." : null);
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetValue(folder) is { } library ? Path.TrimEndingDirectorySeparator(library.FullName) : null,
                StoreAddress.Of(line.GetRequiredValue(store)), line.GetValue(remove), line.GetValue(rehash),
                line.GetValue(query), line.GetValue(count),
                line.GetValue(modality) switch { "image" => Mmva.Modality.Image, "music" => Mmva.Modality.Music, _ => null },
                line.GetValue(workers), line.GetValue(batch), TimeSpan.FromSeconds(line.GetValue(lease)), line.GetValue(dashboard),
                Listening.Of(line), ImageLimits.Of(line)),
            cancellationToken));
        return command;
    }
}

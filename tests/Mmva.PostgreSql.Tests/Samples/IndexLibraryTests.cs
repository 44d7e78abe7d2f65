using System.Diagnostics;
using Mmva.PostgreSql.Tests.Server;
using Mmva.TestSupport;

namespace Mmva.PostgreSql.Tests.Samples;

[Collection(ServerCollection.Name)]
public sealed class IndexLibraryTests(ServerFixture fixture) : IDisposable
{
    private readonly MediaLibrary _library = new();
    private readonly DirectoryInfo _stores = Directory.CreateTempSubdirectory("mmva-stores-");

    public void Dispose()
    {
        _library.Dispose();
        _stores.Delete(recursive: true);
    }

    [SkippableTheory]
    [InlineData("file")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_library_is_indexed_brought_up_to_date_and_asked(string kind)
    {
        var store = await StoreAsync(kind);
        for (var i = 0; i < 5; i++) _library.Picture($"picture {i}.png", 60 * i);
        for (var i = 0; i < 3; i++) _library.Tone($"music/tone {i}.wav", i, 4);
        _library.Tone("music/again/tone 0.wav", 0, 4);
        _library.Write("damaged.jpg", [1, 2, 3]);
        _library.Write("music/empty.mp3", []);
        _library.Write("notes.txt", [4, 5, 6]);

        var first = await RunAsync(_library.Folder, "--store", store);
        first.Output.Should().StartWith("8 contents indexed, 1 copies, 2 failed in ")
            .And.Contain("\n0 files unchanged, 0 removed\n1 file passed over: 1 .txt (notes.txt)\n")
            .And.EndWith("\nthe index holds 8 items: 5 image, 3 music\n");
        first.Errors.Should().Contain(_library.PathOf("damaged.jpg") + ": ").And.Contain(_library.PathOf("music/empty.mp3") + ": is empty");
        first.ExitCode.Should().Be(1);

        File.Delete(_library.PathOf("damaged.jpg"));
        File.Delete(_library.PathOf("music/empty.mp3"));
        File.Delete(_library.PathOf("picture 3.png"));
        File.Delete(_library.PathOf("music/tone 0.wav")); // its copy stays
        _library.Tone("music/tone 1.wav", 17, 4);
        File.Move(_library.PathOf("picture 4.png"), _library.PathOf("music/moved.png"));
        var second = await RunAsync(_library.Folder, "--store", store);
        second.Output.Should().StartWith("1 contents indexed, 1 copies, 0 failed in ", "what was only moved is known")
            .And.Contain("\n5 files unchanged, 3 removed\n").And.EndWith("\nthe index holds 7 items: 4 image, 3 music\n");
        second.ExitCode.Should().Be(0);
        (await RunAsync("--store", store, "--query", _library.PathOf("music/moved.png"), "--count", "1")).Output.Should().StartWith("1.000  (")
            .And.EndWith("image  " + _library.PathOf("music/moved.png") + "\n");

        (await RunAsync(_library.Folder, "--store", store)).Output.Should().StartWith("0 contents indexed, 0 copies, 0 failed in ")
            .And.Contain("\n7 files unchanged, 0 removed\n");

        var likePicture = await RunAsync("--store", store, "--query", _library.PathOf("picture 1.png"), "--count", "3");
        likePicture.Output.Split('\n').Should().HaveCount(4).And.HaveElementAt(3, "").And.Subject.First().Should().StartWith("1.000  (")
            .And.EndWith("image  " + _library.PathOf("picture 1.png"));
        var likeText = await RunAsync("--store", store, "--query", "a slow, sad piano piece", "--count", "10", "--modality", "music");
        likeText.Output.TrimEnd().Split('\n').Should().HaveCount(3).And.OnlyContain(line => line.Contains(")  music  ", StringComparison.Ordinal))
            .And.ContainSingle(line => line.EndsWith(_library.PathOf("music/again/tone 0.wav"), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var mixed = new MixedFolder();

        var (exitCode, output, errors) = await RunAsync(mixed.Path, "--store", await StoreAsync("file"));

        exitCode.Should().Be(1);
        output.Should().StartWith("2 contents indexed, 2 copies, 9 failed in ").And.EndWith("\nthe index holds 2 items: 1 image, 1 music\n");
        errors.Should().ContainAll(mixed.PathsOf(MixedFolder.BadImages, MixedFolder.BadMusic).Select(path => path + ": "));
    }

    [SkippableTheory]
    [InlineData("file")]
    [InlineData("postgres")]
    public async Task A_store_listens_to_the_same_share_of_all_pieces(string kind)
    {
        var store = await StoreAsync(kind);
        _library.Tone("long.wav", 1, 20);

        (await RunAsync(_library.Folder, "--store", store, "--excerpt", "4")).Output.Should().StartWith("1 contents indexed");
        _library.Tone("another.wav", 2, 20);
        (await RunAsync(_library.Folder, "--store", store)).Output.Should().StartWith("1 contents indexed", "the store knows its excerpt");
        var refused = await RunAsync(_library.Folder, "--store", store, "--excerpt", "all");

        refused.ExitCode.Should().Be(1);
        refused.Errors.Should().Contain("was indexed with --excerpt 4").And.Contain("or another --store");
        (await RunAsync(_library.Folder, "--store", store, "--excerpt", "4")).ExitCode.Should().Be(0);
        (await RunAsync(_library.Folder, "--store", store, "--excerpt", "1")).Errors.Should()
            .Contain("--excerpt takes all or a number of seconds from 3");
    }

    [SkippableFact]
    public async Task A_killed_run_goes_on_where_it_was()
    {
        const int tones = 30;
        var store = await StoreAsync("sqlite");
        for (var i = 0; i < tones; i++) _library.Tone($"tone {i}.wav", i, 12);
        using (var process = SampleStart(_library.Folder, "--store", store))
        {
            string? line;
            while ((line = await process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1))) is not null
                && !line.Contains($"of {tones} files", StringComparison.Ordinal)) { }
            line.Should().NotBeNull("progress is shown before the end");
            process.Kill();
            await process.WaitForExitAsync();
        }

        var rest = await RunAsync(_library.Folder, "--store", store);

        rest.ExitCode.Should().Be(0);
        rest.Output.Should().EndWith($"\nthe index holds {tones} items: {tones} music\n").And.NotContain("\n0 files unchanged");
    }

    [SkippableTheory]
    [InlineData("file")]
    [InlineData("postgres")]
    public async Task A_disk_that_is_not_mounted_is_not_taken_for_deleted_files(string kind)
    {
        var store = await StoreAsync(kind);
        for (var i = 0; i < 3; i++) _library.Picture($"disk1/{i}.png", 40 * i);
        for (var i = 0; i < 2; i++) _library.Picture($"disk2/{i}.png", 40 * i); // copies: they show nothing about the others
        _library.Picture("disk2/deep/a.png", 200);
        await RunAsync(_library.Folder, "--store", store);
        Directory.Delete(_library.PathOf("disk1"), recursive: true);
        Directory.CreateDirectory(_library.PathOf("disk1"));
        _library.Picture("disk2/new.png", 300);
        Directory.Delete(_library.PathOf("disk2/deep"), recursive: true);

        var refused = await RunAsync(_library.Folder, "--store", store);
        var meant = await RunAsync(_library.Folder, "--store", store, "--remove");

        refused.ExitCode.Should().Be(1);
        const string advice = "is its disk mounted? They stay in the index; --remove removes them.\n";
        refused.Errors.Should().Contain($"{_library.PathOf("disk1")} holds no media files, but 3 are indexed: {advice}")
            .And.Contain($"{_library.PathOf("disk2/deep")} is gone, but 1 are indexed: ");
        refused.Output.Should().StartWith("1 contents indexed, 0 copies, 0 failed in ")
            .And.EndWith("\n2 files unchanged, 0 removed, 4 missing but kept\nthe index holds 5 items: 5 image\n");
        meant.ExitCode.Should().Be(0);
        meant.Output.Should().EndWith("\n3 files unchanged, 4 removed\nthe index holds 3 items: 3 image\n");
    }

    [SkippableFact]
    public async Task A_share_of_the_files_may_vanish_and_moved_files_do_not_count()
    {
        var store = await StoreAsync("file");
        for (var i = 0; i < 9; i++) _library.Picture($"{i}.png", 30 * i);
        await RunAsync(_library.Folder, "--store", store);
        Directory.CreateDirectory(_library.PathOf("moved"));
        for (var i = 0; i < 5; i++) File.Move(_library.PathOf($"{i}.png"), _library.PathOf($"moved/{i}.png"));
        for (var i = 5; i < 9; i++) File.Delete(_library.PathOf($"{i}.png"));

        var refused = await RunAsync(_library.Folder, "--store", store);
        _library.Picture("5.png", 150);
        var few = await RunAsync(_library.Folder, "--store", store);

        refused.ExitCode.Should().Be(1);
        refused.Errors.Should().Contain($"{_library.Folder}: 4 of 9 indexed files are missing, more than a third: is its disk mounted?");
        refused.Output.Should().Contain("0 files unchanged, 5 removed, 4 missing but kept\nthe index holds 9 items");
        few.ExitCode.Should().Be(0);
        few.Output.Should().StartWith("0 contents indexed, 0 copies, 1 the same as before, 0 failed in ")
            .And.Contain("5 files unchanged, 3 removed\nthe index holds 6 items", "three of nine are no more than a third");
    }

    [SkippableFact]
    public async Task A_library_that_is_gone_is_removed_only_if_that_is_meant()
    {
        var (store, folder) = (await StoreAsync("file"), _library.PathOf("library"));
        _library.Picture("library/a.png", 1);
        await RunAsync(folder, "--store", store);
        File.Delete(_library.PathOf("library/a.png"));
        var empty = await RunAsync(folder, "--store", store);
        Directory.Delete(folder);
        var missing = await RunAsync(folder, "--store", store);
        var meant = await RunAsync(folder, "--store", store, "--remove");
        var again = await RunAsync(folder, "--store", store, "--remove");

        empty.ExitCode.Should().Be(1);
        empty.Errors.Should().Contain($"{folder} holds no media files, but 1 are indexed: is its disk mounted?");
        missing.ExitCode.Should().Be(2);
        missing.Errors.Should().Contain($"Directory does not exist: '{folder}'.");
        meant.Output.Should().Contain("\n0 files unchanged, 1 removed\nthe index holds 0 items\n");
        (again.ExitCode, again.Errors.Contains("nothing of it is indexed", StringComparison.Ordinal)).Should().Be((1, true));
    }

    [SkippableFact]
    public async Task Rehash_finds_a_content_that_changed_behind_an_unchanged_size_and_time()
    {
        var store = await StoreAsync("sqlite");
        for (var i = 0; i < 3; i++) _library.Tone($"{i}.wav", i, 4);
        await RunAsync(_library.Folder, "--store", store);
        var (path, time) = (_library.PathOf("1.wav"), File.GetLastWriteTimeUtc(_library.PathOf("1.wav")));
        _library.Tone("1.wav", 9, 4);
        File.SetLastWriteTimeUtc(path, time);

        var plain = await RunAsync(_library.Folder, "--store", store);
        var rehashed = await RunAsync(_library.Folder, "--store", store, "--rehash");
        var after = await RunAsync(_library.Folder, "--store", store);

        plain.Output.Should().StartWith("0 contents indexed").And.Contain("\n3 files unchanged, 0 removed\n");
        rehashed.Output.Should().StartWith("1 contents indexed, 0 copies, 2 the same as before, 0 failed in ")
            .And.EndWith("\n0 files unchanged, 0 removed\nthe index holds 3 items: 3 music\n");
        after.Output.Should().StartWith("0 contents indexed").And.Contain("\n3 files unchanged, 0 removed\n");
    }

    [SkippableFact]
    public async Task Names_that_cannot_be_opened_or_printed_do_not_affect_the_others()
    {
        _library.Picture("good.png", 1);
        _library.Picture("line\nend.png", 2);
        RawNames.Copy(_library.PathOf("good.png"), _library.PathOf(@"L\344gg.png"));
        RawNames.Copy(_library.PathOf("good.png"), _library.PathOf(@"L\345gg.png")); // reads like the other one
        RawNames.Copy(_library.PathOf("good.png"), _library.PathOf(@"M\344nner/a.png"));
        var store = await StoreAsync("file");

        var (exitCode, output, errors) = await RunAsync(_library.Folder, "--store", store);
        var found = await RunAsync("--store", store, "--query", "rain");
        RawNames.Clear(_library.Folder);

        exitCode.Should().Be(1);
        output.Should().StartWith("2 contents indexed, 0 copies, 2 failed in ")
            .And.Contain("\n0 files unchanged, 0 removed, 1 folders could not be searched\n");
        errors.Should().Contain(_library.PathOf("L\uFFFDgg.png") + ": cannot be opened: its name, or that of its folder, is not valid UTF-8.")
            .And.Contain(_library.PathOf("M\uFFFDnner") + ": cannot be searched: ");
        found.Output.TrimEnd().Split('\n').Should().HaveCount(2);
    }

    [SkippableFact]
    public async Task A_database_in_LATIN1_keeps_every_name()
    {
        var database = await fixture.FreshDatabaseAsync("ENCODING 'LATIN1' TEMPLATE template0");
        string[] names = ["żółw 亀.png", "100%0041.png", "Lägg.png"];
        for (var i = 0; i < names.Length; i++) _library.Picture("ü ★/" + names[i], 90 * i);

        var alone = await RunAsync(_library.Folder, "--store", "postgres:" + database);
        _library.Write("ü ★/損.jpg", [1, 2, 3]);
        _library.Picture("ü ★/二.png", 300);
        File.Delete(_library.PathOf("ü ★/" + names[2]));
        var shared = await RunAsync(_library.PathOf("ü ★"), "--store", "postgres:" + database, "--workers", "1");
        var found = await RunAsync("--store", "postgres:" + database, "--query", "rain");

        alone.ExitCode.Should().Be(0, alone.Errors);
        shared.ExitCode.Should().Be(1, shared.Errors);
        shared.Output.Should().StartWith("1 contents indexed, 0 copies, 1 failed in ")
            .And.Contain("\n2 files unchanged, 1 removed\nall processes: 1 files indexed, 1 failed\n  " + _library.PathOf("ü ★/損.jpg") + ": ")
            .And.EndWith("\nthe index holds 3 items: 3 image\n");
        found.Output.Should().ContainAll(names[0], names[1], "二.png").And.NotContain(names[2]);
    }

    [SkippableFact]
    public async Task An_index_that_was_deleted_is_filled_again_whatever_the_catalogue_says()
    {
        var store = await StoreAsync("file");
        _library.Picture("a.png", 1);
        await RunAsync(_library.Folder, "--store", store);
        File.Delete(store);

        (await RunAsync(_library.Folder, "--store", store)).Output.Should().StartWith("1 contents indexed")
            .And.EndWith("\nthe index holds 1 items: 1 image\n");
    }

    [SkippableFact]
    public async Task What_a_killed_save_has_left_is_cleared_away()
    {
        var store = await StoreAsync("file");
        _library.Picture("a.png", 1);
        string[] others = [store + ".tmp", $"{store}2.{Guid.NewGuid():N}.tmp"];
        foreach (var file in (string[])[$"{store}.{Guid.NewGuid():N}.tmp", .. others]) await File.WriteAllTextAsync(file, "half of an index");

        (await RunAsync(_library.Folder, "--store", store)).ExitCode.Should().Be(0);

        Directory.GetFiles(_stores.FullName).Should().BeEquivalentTo([store, store + ".files", .. others]);
    }

    [SkippableTheory]
    [InlineData("", "is not an emotion index")]
    [InlineData("sqlite:", "is not an SQLite database")]
    public async Task A_file_that_is_something_else_is_refused_and_nothing_is_left_beside_it(string prefix, string reason)
    {
        _library.Picture("a.png", 1);
        var picture = _library.PathOf("a.png");

        var (exitCode, _, errors) = await RunAsync(_library.Folder, "--store", prefix + picture);

        exitCode.Should().Be(1);
        errors.Should().Contain($"{picture}: {reason}");
        Directory.GetFiles(_library.Folder).Should().Equal(picture);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("sqlite:")]
    public async Task A_store_that_cannot_be_there_is_refused_by_its_name(string prefix)
    {
        _library.Picture("a.png", 1);
        var nowhere = Path.Combine(_stores.FullName, "no", "index");

        var missing = await RunAsync(_library.Folder, "--store", prefix + nowhere);
        var folder = await RunAsync(_library.Folder, "--store", prefix + _stores.FullName);

        missing.ExitCode.Should().Be(1);
        missing.Errors.Should().Contain(nowhere).And.NotContain("Another process");
        folder.ExitCode.Should().Be(1);
        folder.Errors.Should().Contain(_stores.FullName);
        Directory.GetFileSystemEntries(_stores.FullName).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task A_query_that_names_a_file_which_is_not_there_is_no_text()
    {
        var store = await StoreAsync("file");
        _library.Picture("a.png", 1);
        await RunAsync(_library.Folder, "--store", store);

        var (exitCode, output, errors) = await RunAsync("--store", store, "--query", "absent.jpg");
        var nothing = await RunAsync("--store", store, "--query", "rain", "--modality", "music");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().Contain("absent.jpg: ");
        (nothing.ExitCode, nothing.Output).Should().Be((0, ""));
        nothing.Errors.Should().Contain("Nothing of that kind is in the index.");
    }

    [Fact]
    public async Task An_index_that_is_not_there_cannot_be_asked()
    {
        var (exitCode, _, errors) = await RunAsync("--store", Path.Combine(_stores.FullName, "absent"), "--query", "x");
        (exitCode, errors.TrimEnd()).Should().Be((1, $"There is no index {Path.Combine(_stores.FullName, "absent")}."));
    }

    private async Task<string> StoreAsync(string kind) => kind switch
    {
        "postgres" => "postgres:" + await fixture.FreshDatabaseAsync(),
        "sqlite" => "sqlite:" + Path.Combine(_stores.FullName, "library.db"),
        _ => Path.Combine(_stores.FullName, "library.mmva"),
    };

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args) =>
        SampleProgram.RunAsync("IndexLibrary", _stores.FullName, args);

    private static Process SampleStart(params string[] args) =>
        Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "IndexLibrary.dll"), .. args]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
}

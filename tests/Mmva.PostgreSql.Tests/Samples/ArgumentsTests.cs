using ConsoleProgram;
using IndexLibrary;
using Mmva.TestSupport;
using Npgsql;

namespace Mmva.PostgreSql.Tests.Samples;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("Option '--store' is required.", ".")]
    [InlineData("Required argument missing for option: '--store'.", ".", "--store")]
    [InlineData("Either a folder or --query is needed.", "--store", "x")]
    [InlineData("Either a folder or --query is needed.", ".", "--store", "x", "--query", "y")]
    [InlineData("Directory does not exist: 'absent'.", "absent", "--store", "x")]
    [InlineData("Unrecognized command or argument 'more'.", ".", "more", "--store", "x")]
    [InlineData("Unrecognized command or argument '--stor'.", "--stor")]
    [InlineData("--workers needs --store postgres:..., not 'x'.", ".", "--store", "x", "--workers", "2")]
    [InlineData("--store takes no mysql://; see --help for what it takes.", ".", "--store", "mysql://u:s3cret-word@h/db")]
    [InlineData("--store: a connection string comes after postgres:, as in postgres:Host=localhost;Database=media.",
        ".", "--store", "Host=h;Password=s3cret-word")]
    [InlineData("--store is not a connection string of Npgsql with a host; an example is Host=localhost;Database=media;Username=mmva.",
        ".", "--store", "postgres:Hosts=")]
    [InlineData("--store is a URI whose user, password, host or database contains a character that Npgsql does not accept.",
        ".", "--store", "postgresql://u:s3cret-word@h%00/db")]
    [InlineData("--store is not a connection string of Npgsql with a host; an example is Host=localhost;Database=media;Username=mmva.",
        ".", "--store", "postgres:Password=s3cret-word")]
    [InlineData("--store is a URI whose port is not a number from 1 to 65535; in a password, : / @ are written %3A %2F %40.",
        ".", "--store", "postgresql://u:s3cret-word")]
    [InlineData("--workers takes a number from 0 to 256, not 'many'.", ".", "--store", "postgres:Host=h", "--workers", "many")]
    [InlineData("--count takes a number from 1 to 1000000, not '0'.", "--store", "x", "--query", "y", "--count", "0")]
    [InlineData("--modality takes image or music, not 'film'.", "--store", "x", "--query", "y", "--modality", "film")]
    public void An_invalid_command_line_is_explained(string message, params string[] args) =>
        Arguments.Command((_, _) => Task.FromResult(0)).Read(args).Errors.Select(error => error.Message).Should().Equal(message);

    [Fact]
    public async Task The_prefix_decides_the_store()
    {
        (await ReadAsync("--store", "library.mmva", "--query", "x")).Store.Should().Be((StoreKind.File, "library.mmva"));
        (await ReadAsync("--store", "sqlite:a:b.db", "--query", "x")).Store.Should().Be((StoreKind.Sqlite, "a:b.db"));
        (await ReadAsync("--store=postgres:Host=h;Database=d", "--query", "x")).Store.Should().Be((StoreKind.PostgreSql, "Host=h;Database=d"));
    }

    [Theory]
    [InlineData("postgresql://u:pw@h:5433/db", "Host=h;Port=5433;Database=db;Username=u;Password=pw")]
    [InlineData("POSTGRES://h/db", "Host=h;Database=db")]
    [InlineData("postgres:postgresql://u@[::1]/db?sslmode=verify-full&connect_timeout=7",
        "Host=::1;Database=db;Username=u;SSL Mode=VerifyFull;Timeout=7")]
    [InlineData("postgresql://u:p%40s%2Fw%3As@h/d%20b", "Host=h;Database=d b;Username=u;Password=p@s/w:s")]
    [InlineData("postgresql://u:p@s/w:s@h/db", "Host=h;Database=db;Username=u;Password=p@s/w:s")]
    [InlineData("postgresql:///db?host=%2Frun%2Fpostgresql&user=u&password=p", "Host=/run/postgresql;Database=db;Username=u;Password=p")]
    public async Task The_store_may_be_a_URI(string uri, string connectionString)
    {
        var (kind, address) = (await ReadAsync("--store", uri, "--query", "x")).Store;

        kind.Should().Be(StoreKind.PostgreSql);
        new NpgsqlConnectionStringBuilder(address).EquivalentTo(new NpgsqlConnectionStringBuilder(connectionString)).Should().BeTrue(address);
    }

    [Theory]
    [InlineData(".", "postgresql://u:s3cret-word@h/db")]
    [InlineData(".", "--store", "x", "postgresql://u:s3cret-word@h/db")]
    [InlineData(".", "--store", "postgresql://u:s3cret-word@h/db?flavor=s3cret-word")]
    [InlineData(".", "--store", "postgresql://u:s3cret-word@h,g/db")]
    [InlineData(".", "--store", "mongo://u:s3cret-word@h/db")]
    [InlineData(".", "--store", "postgres:Host=h;", "Password=s3cret-word")]
    [InlineData(".", "--store", "postgres:Host=h;Pasword=s3cret-word")]
    [InlineData(".", "--store", "Server=h;Pwd=s3cret-word", "--workers", "2")]
    [InlineData("absent", "--store", "postgresql://u:s3cret-word@h/db", "--count", "0")]
    public async Task No_message_repeats_a_password(params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("IndexLibrary", "/", args);

        exitCode.Should().Be(2);
        (output + errors).Should().NotContain("s3cret").And.Contain("Usage:");
    }

    [Fact]
    public async Task Options_have_their_defaults_and_the_folder_its_full_path()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        var read = await ReadAsync(folder + Path.DirectorySeparatorChar, "--store", "x");
        read.Should().Be(new Arguments(
            folder, (StoreKind.File, "x"), false, false, null, 5, null, null, 16, TimeSpan.FromSeconds(60), null, Listening.Default, read.Images));
    }

    [Fact]
    public async Task Help_is_a_result_and_a_mistake_ends_with_2()
    {
        var help = await SampleProgram.RunAsync("IndexLibrary", "/", "--help");
        var mistake = await SampleProgram.RunAsync("IndexLibrary", "/", ".", "--store");

        (help.ExitCode, help.Errors).Should().Be((0, ""));
        help.Output.Should().Contain("Usage:\n  IndexLibrary [<FOLDER>] [options]")
            .And.ContainAll("--store <STORE> (REQUIRED)", "--count <K>", "[default: 5]", "--workers <N>", "--lease <SECONDS>");
        (mistake.ExitCode, mistake.Output).Should().Be((2, ""));
        mistake.Errors.Should().StartWith("Required argument missing for option: '--store'.").And.Contain("Usage:");
    }

    private static async Task<Arguments> ReadAsync(params string[] args)
    {
        Arguments? read = null;
        (await Arguments.Command((arguments, _) => Task.FromResult((read = arguments) is null ? 1 : 0)).RunAsync(args)).Should().Be(0);
        return read!;
    }
}

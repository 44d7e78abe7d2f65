using ConsoleProgram;
using IndexLibrary;
using Mmva.TestSupport;

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

    [Fact]
    public async Task Options_have_their_defaults_and_the_folder_its_full_path()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        (await ReadAsync(folder + Path.DirectorySeparatorChar, "--store", "x"))
            .Should().Be(new Arguments(
                folder, (StoreKind.File, "x"), false, null, 5, null, null, 16, TimeSpan.FromSeconds(60), null, ConsoleProgram.Listening.Default));
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

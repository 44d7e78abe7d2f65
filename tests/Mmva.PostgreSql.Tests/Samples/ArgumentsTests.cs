using IndexLibrary;
using Mmva.Compact.Tests.Samples;

namespace Mmva.PostgreSql.Tests.Samples;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("--store is missing.", ".")]
    [InlineData("--store needs a value.", ".", "--store")]
    [InlineData("Either a folder or --query is needed.", "--store", "x")]
    [InlineData("Either a folder or --query is needed.", ".", "--store", "x", "--query", "y")]
    [InlineData("There is no folder absent.", "absent", "--store", "x")]
    [InlineData("One folder at a time.", ".", ".", "--store", "x")]
    [InlineData("There is no option --stor.", "--stor", "x")]
    [InlineData("--workers needs --store postgres:...", ".", "--store", "x", "--workers", "2")]
    [InlineData("--count needs a number from 1 to 1000000.", "--store", "x", "--query", "y", "--count", "0")]
    [InlineData("--modality is image or music, not film.", "--store", "x", "--query", "y", "--modality", "film")]
    public void A_command_line_that_makes_no_sense_is_explained(string message, params string[] args) =>
        FluentActions.Invoking(() => Arguments.Parse(args)).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void A_store_is_told_by_its_prefix()
    {
        StoreOf("library.mmva").Should().Be((StoreKind.File, "library.mmva"));
        StoreOf("sqlite:a:b.db").Should().Be((StoreKind.Sqlite, "a:b.db"));
        StoreOf("postgres:Host=h;Database=d").Should().Be((StoreKind.PostgreSql, "Host=h;Database=d"));

        static (StoreKind, string) StoreOf(string text) => Arguments.Parse(["--store", text, "--query", "x"]).Store;
    }

    [Fact]
    public async Task Help_is_a_result_and_a_mistake_ends_with_2()
    {
        var help = await SampleProgram.RunAsync("IndexLibrary", "/", "--help");
        var mistake = await SampleProgram.RunAsync("IndexLibrary", "/", "--store");

        (help.ExitCode, help.Output, help.Errors).Should().Be((0, Arguments.Usage + "\n", ""));
        (mistake.ExitCode, mistake.Output).Should().Be((2, ""));
        mistake.Errors.Should().StartWith("--store needs a value.").And.Contain("usage:");
    }
}

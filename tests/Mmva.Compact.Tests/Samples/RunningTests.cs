using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ConsoleProgram;
using Microsoft.Extensions.Options;

namespace Mmva.Compact.Tests.Samples;

/// <summary>What all programs have in common.</summary>
public sealed class RunningTests
{
    private readonly Argument<string[]> _words = new("WORD") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<double?> _number = new Option<double?>("--number").Within(-1.5, 1);
    private readonly Option<string> _kind = new Option<string>("--kind").Among("one", "two");

    public static TheoryData<Exception, int> Failures => new()
    {
        { new MmvaException("no weights"), 1 }, { new IOException("no disk"), 1 }, { new UnauthorizedAccessException("no right"), 1 },
            { new OperationCanceledException(), 130 },
        { new OptionsValidationException("", typeof(object), ["no address", "no model"]), 2 },
    };

    [Theory]
    [InlineData]
    [InlineData("-5 degrees", "-- silence --", "-", "-1", "@home", "a=b", "/h", "")]
    [InlineData("[suggest]", "[sad]")]
    public void Words_are_arguments_as_they_are(params string[] words) => Read(words).GetValue(_words).Should().Equal(words);

    [Fact]
    public void The_name_of_the_program_is_a_word_like_any_other() =>
        Read("folder/" + RootCommand.ExecutableName, RootCommand.ExecutableName).GetValue(_words)
            .Should().Equal("folder/" + RootCommand.ExecutableName, RootCommand.ExecutableName);

    [Fact]
    public void What_looks_like_an_option_is_one_but_not_behind_two_dashes()
    {
        Read("a", "--nubmer=a b", "-t").UnmatchedTokens.Should().Equal("--nubmer=a b", "-t");
        Read("a", "--", "--nubmer", "-t", "--help", "--").GetValue(_words).Should().Equal("a", "--nubmer", "-t", "--help", "--");
    }

    [Theory]
    [InlineData("-1.5", -1.5)]
    [InlineData("1e-3", 0.001)]
    public void Numbers_may_be_negative_and_have_a_point_wherever_one_lives(string text, double expected)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Read("--number", text).GetValue(_number).Should().Be(expected);
            Read("--number=" + text).GetValue(_number).Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("--number takes a number from -1.5 to 1, not '1,5'.", "--number", "1,5")]
    [InlineData("--number takes a number from -1.5 to 1, not '2'.", "--number=2")]
    [InlineData("--number takes a number from -1.5 to 1, not 'NaN'.", "--number", "NaN")]
    [InlineData("--kind takes one or two, not 'three'.", "--kind", "three")]
    [InlineData("Option '--kind' expects a single argument but 2 were provided.", "--kind", "one", "--kind", "two")]
    public void A_value_that_is_not_accepted_is_named(string message, params string[] args) =>
        Read(args).Errors.Select(error => error.Message).Should().Equal(message);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_an_exit_code(Exception failure, int expected)
    {
        var command = new RootCommand();
        command.SetAction((_, _) => Task.FromException<int>(failure));
        (await command.RunAsync([])).Should().Be(expected);
    }

    [SkippableFact]
    public async Task A_signal_cancels_the_action()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var guard = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true); // the tests must not end
        var command = new RootCommand();
        command.SetAction(async (_, cancellationToken) =>
        {
            while (true)
            {
                using (var kill = Process.Start("kill", ["-TERM", $"{Environment.ProcessId}"])) await kill.WaitForExitAsync(cancellationToken);
                await Task.Delay(50, cancellationToken);
            }
        });
        (await command.RunAsync([])).Should().Be(130);
    }

    private ParseResult Read(params string[] args) => new RootCommand { _words, _number, _kind }.Read(args);
}

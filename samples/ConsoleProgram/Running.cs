using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva;

namespace ConsoleProgram;

/// <summary>Runs a command line as every program here does: words are taken as they are, results are on standard output, and whatever goes wrong is one message on standard error.</summary>
public static class Running
{
    private const string Start = "--start";

    /// <summary>Longer than a job of several processes takes to be given back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads the words and runs what they ask for. Ctrl+C and SIGTERM cancel it.</summary>
    /// <param name="command">Options and arguments, and what is done with them.</param>
    /// <param name="args">The words of the command line.</param>
    /// <param name="cancelled">What is said when it was cancelled.</param>
    /// <returns>The exit code: what the action returns; 1 where it fails, 2 where the command line makes no sense, 130 where it is cancelled.</returns>
    public static async Task<int> RunAsync(this Command command, string[] args, string cancelled = "Cancelled.")
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // 0.15 is 0.15 everywhere
        var line = command.Read(args);
        var refused = line.Action is ParseErrorAction;
        try
        {
            var exitCode = await line.InvokeAsync(new() { Output = refused ? Console.Error : Console.Out, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience });
            return refused ? 2 : exitCode;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine(cancelled);
            return 130;
        }
        catch (OptionsValidationException e)
        {
            Console.Error.WriteLine(string.Join('\n', e.Failures));
            return 2;
        }
        catch (Exception e) when (e is MmvaException or ArgumentException or IOException or UnauthorizedAccessException or DbException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Reads the words. Those after <c>--</c> are arguments whatever they look like; before it, what looks like an option is one.</summary>
    public static ParseResult Read(this Command command, IReadOnlyList<string> args)
    {
        var literal = args.SkipWhile(word => word != "--").ToHashSet();
        // the library would take unknown options for arguments
        command.Validators.Insert(0, result =>
        {
            foreach (var argument in command.Arguments)
                if (result.GetResult(argument) is { } words) words.OnlyTake(words.Tokens.TakeWhile(word => literal.Contains(word.Value) || !LooksLikeOption(word.Value)).Count());
        });
        // its short names are near every short word, which would be taken for a slip
        foreach (var help in command.Options.OfType<HelpOption>()) help.Aliases.Clear();
        command.Add(new Option<bool>("-h") { Hidden = true, Recursive = true, Arity = ArgumentArity.Zero, Action = new HelpAction() });
        // the first word may be in [brackets] or the program's name: behind an option it is an argument like any other
        (command as RootCommand)?.Directives.Clear();
        command.Add(new Option<bool>(Start) { Hidden = true, Arity = ArgumentArity.Zero });
        return command.Parse([command.Name, Start, .. args], new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }

    // "-5" and "-- a quiet evening" are texts, "-t" and "--coutn=3" are slips
    private static bool LooksLikeOption(string word) => word is ['-', >= 'a' and <= 'z'] or ['-', '-', _, ..] && !word.Split('=')[0].Any(char.IsWhiteSpace);
}

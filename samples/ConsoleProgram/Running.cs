using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva;

namespace ConsoleProgram;

/// <summary>Runs a command line: words are taken literally, results go to standard output, and a failure is one message on standard error.</summary>
public static class Running
{
    /// <summary>A hidden option before the words, so that none of them is taken for the name of the program.</summary>
    public const string Start = "--start";

    // longer than giving back a job of several processes takes
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Parses the words and runs the command. Ctrl+C and SIGTERM cancel it.</summary>
    /// <returns>The exit code of the action; 1 for a failure, 2 for an invalid command line or option, 130 for a canceled run.</returns>
    public static async Task<int> RunAsync(this Command command, string[] args, string canceled = "Canceled.")
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // 0.15 is 0.15 everywhere
        var line = command.Read(args);
        var refused = line.Action is ParseErrorAction;
        try
        {
            if (refused)
            {
                // a message repeats words, which may be an address with a password
                using var message = new StringWriter();
                await line.InvokeAsync(new() { Output = message, Error = message, EnableDefaultExceptionHandler = false });
                Console.Error.Write(Secrets.Hide($"{message}"));
                return 2;
            }
            return await line.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTimeout });
        }
        catch (OperationCanceledException)
        {
            return Failed(canceled, 130);
        }
        catch (OptionsValidationException e)
        {
            return Failed(string.Join('\n', e.Failures), 2);
        }
        catch (Exception e) when (e is MmvaException or ArgumentException or IOException or UnauthorizedAccessException or DbException)
        {
            return Failed(e.Message, 1);
        }
    }

    /// <summary>Parses the words. Those after <c>--</c> are arguments; before it, what looks like an option is one.</summary>
    public static ParseResult Read(this Command command, IReadOnlyList<string> args)
    {
        var literal = args.SkipWhile(word => word != "--").ToHashSet();
        // the library would take unknown options for arguments
        command.Validators.Insert(0, result =>
        {
            foreach (var argument in command.Arguments)
                if (result.GetResult(argument) is { } words)
                    words.OnlyTake(words.Tokens.TakeWhile(word => literal.Contains(word.Value) || !LooksLikeOption(word.Value)).Count());
        });
        // its short names are near every short word, which would be taken for a typing error
        foreach (var help in command.Options.OfType<HelpOption>()) help.Aliases.Clear();
        command.Add(new Option<bool>("-h") { Hidden = true, Recursive = true, Arity = ArgumentArity.Zero, Action = new HelpAction() });
        // the first word may be in [brackets] or the program's name: behind an option it is an argument like any other
        (command as RootCommand)?.Directives.Clear();
        command.Add(new Option<bool>(Start) { Hidden = true, Arity = ArgumentArity.Zero });
        return command.Parse([command.Name, Start, .. args], new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }

    // "-5" and "-- a quiet evening" are texts, "-t" and "--coutn=3" are typing errors
    private static bool LooksLikeOption(string word) =>
        word is ['-', >= 'a' and <= 'z'] or ['-', '-', _, ..] && !word.Split('=')[0].Any(char.IsWhiteSpace);

    private static int Failed(string message, int exitCode)
    {
        Console.Error.WriteLine(Secrets.Hide(message));
        return exitCode;
    }
}

using Mmva;

namespace ConsoleProgram;

/// <summary>Prints the inputs that failed on standard error, and counts them.</summary>
public sealed class Failures
{
    public int Count { get; private set; }

    public int ExitCode => Count == 0 ? 0 : 1;

    /// <summary>Returns the results that succeeded.</summary>
    public async IAsyncEnumerable<(TInput Input, T Value)> Without<TInput, T>(IAsyncEnumerable<MediaResult<TInput, T>> results)
    {
        await foreach (var result in results)
        {
            if (result.Succeeded) yield return (result.Input, result.Value!);
            else Add($"{result.Input}", result.Error);
        }
    }

    /// <summary>Prints and counts a failure, with the name of its input.</summary>
    public void Add(string input, MmvaException error)
    {
        Count++;
        var name = Names.OneLine(input);
        var isNamed = Names.OneLine(error.Message).StartsWith(name, StringComparison.Ordinal);
        Console.Error.WriteLine(isNamed ? name + error.Message[name.Length..] : $"{name}: {error.Message}");
    }
}

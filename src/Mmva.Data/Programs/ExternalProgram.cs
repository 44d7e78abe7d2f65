using System.ComponentModel;
using System.Diagnostics;

namespace Mmva.Data;

/// <summary>A program that runs without a window and without input. Disposing it ends it.</summary>
internal sealed class ExternalProgram : IDisposable
{
    private readonly Process _process;

    private ExternalProgram(Process process) => _process = process;

    /// <summary>What the program writes.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>What the program complains about.</summary>
    public StreamReader Errors => _process.StandardError;

    /// <summary>The exit code, once the program has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <param name="program">A path, or a name on PATH.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="notStarted">Creates the exception for a program that cannot be started.</param>
    public static ExternalProgram Start(string program, IEnumerable<string> arguments, Func<Win32Exception, MmvaException> notStarted)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false, CreateNoWindow = true,
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            return new(process);
        }
        catch (Win32Exception e)
        {
            throw notStarted(e);
        }
    }

    /// <summary>Reads what the program complains about line by line, in the background, instead of <see cref="Errors"/>.</summary>
    public void ReadErrors(Action<string> line)
    {
        _process.ErrorDataReceived += (_, received) =>
        {
            if (!string.IsNullOrWhiteSpace(received.Data)) line(received.Data);
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits for the end of the program, once its output has been read.</summary>
    /// <returns>The exit code.</returns>
    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <inheritdoc cref="WaitForExit"/>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The program goes on.</param>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the program if it still runs.</summary>
    public void Kill()
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true); // looks through all processes: tens of milliseconds
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended by itself
        }
    }

    /// <summary>Ends the program and waits until it is gone.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

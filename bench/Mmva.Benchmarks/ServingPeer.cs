using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Mmva.Benchmarks;

/// <summary>A peer program that times itself, a turn for each line it is sent.</summary>
internal sealed class ServingPeer : IDisposable
{
    private readonly Process _process;

    public ServingPeer(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception e)
        {
            throw new MmvaException($"--peer {words[0]} cannot be started: {e.Message}", e);
        }
        Console.WriteLine($"peer: {ReadLine("ready")}");
    }

    public double Turn()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        return double.Parse(ReadLine(""), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000)) _process.Kill();
        _process.Dispose();
    }

    private string ReadLine(string start)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith(start, StringComparison.Ordinal)) return line;
        throw new MmvaException($"The peer ended ({_process.StartInfo.FileName}); its messages stand above.");
    }
}

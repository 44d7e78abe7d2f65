using System.ComponentModel;
using System.Diagnostics;
using Mmva;

namespace TrainCompact;

/// <summary>Runs the fluidsynth program on one MIDI file.</summary>
internal static class FluidSynth
{
    /// <summary>Ten minutes of two channels of 16 bits: no clip is nearly as long, but a MIDI file of a few bytes may ask for days.</summary>
    private const long MaxRawBytes = 10L * 60 * Rate * 2 * 2;

    private const int Rate = 24000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes the sound of a MIDI file.</summary>
    /// <param name="options">Program, font and time limit.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="midi">The file.</param>
    /// <param name="raw">The WAV file to write: two channels of 16 bits at 24 kHz, all of the piece.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    public static async Task RunAsync(PianoRendererOptions options, string name, string midi, string raw, CancellationToken cancellationToken)
    {
        // the same sound, without reading the 148 MB of the font for each clip
        const string OnlyWhatSounds = "synth.dynamic-sample-loading=1";
        using var process = Start(options.Program, ["-ni", "-g", "0.6", "-r", $"{Rate}", "-o", OnlyWhatSounds, "-F", raw, options.Font, midi]);
        OutputTail complaints = new(process.StandardError), chatter = new(process.StandardOutput);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.TimeLimit);
        try
        {
            process.StandardInput.Close();
            var end = process.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(end, Task.Delay(Look, CancellationToken.None)) != end)
                if (new FileInfo(raw) is { Exists: true, Length: > MaxRawBytes })
                    throw new MmvaException($"{name}: fluidsynth has written more than ten minutes of sound of it; it is no clip of EMOPIA.");
            await end;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MmvaException($"{name}: fluidsynth has not sounded it within {nameof(PianoRendererOptions)}.{nameof(PianoRendererOptions.TimeLimit)} = {options.TimeLimit:c}.", e);
        }
        finally
        {
            Kill(process);
        }
        await chatter.EndAsync();
        if (process.ExitCode != 0 || !File.Exists(raw)) throw new MmvaException($"{name}: fluidsynth cannot sound it ({(await complaints.EndAsync() is { Length: > 0 } text ? text : $"exit code {process.ExitCode}")}).");
    }

    /// <summary>The error where the program or its font is not there.</summary>
    public static MmvaException Missing(string what, string why, Exception? cause = null) => new(
        $"EMOPIA's clips are sounded by the program fluidsynth with the sound font FluidR3_GM.sf2, and {what} {why}. "
        + "Install both (Debian: apt-get install fluidsynth fluid-soundfont-gm).", cause);

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false, CreateNoWindow = true, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw Missing($"'{program}'", $"cannot be started ({e.Message})", e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended by itself
        }
    }
}

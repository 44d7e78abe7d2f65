namespace Mmva.Data;

/// <summary>Runs the fluidsynth program on one MIDI file.</summary>
internal static class FluidSynth
{
    private const int Rate = 24000;

    /// <summary>Ten minutes of two channels of 16 bits: no clip is nearly as long, but a MIDI file of a few bytes may ask for days.</summary>
    private const long MaxRawBytes = 10L * 60 * Rate * 2 * 2;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Renders a MIDI file.</summary>
    /// <param name="options">Program, font and time limit.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="midi">The file.</param>
    /// <param name="raw">The WAV file to write: two channels of 16 bits at 24 kHz, all of the piece.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The program is killed.</param>
    /// <exception cref="MmvaException">The program cannot be started, fails, or exceeds a limit.</exception>
    public static async Task RunAsync(PianoRendererOptions options, string name, string midi, string raw, CancellationToken cancellationToken)
    {
        // the same samples, without reading the 148 MB of the font for each clip
        const string LoadUsedSamplesOnly = "synth.dynamic-sample-loading=1";
        using var program = ExternalProgram.Start(
            options.Program, ["-ni", "-g", "0.6", "-r", $"{Rate}", "-o", LoadUsedSamplesOnly, "-F", raw, options.Font, midi],
            e => Missing($"'{options.Program}'", $"cannot be started ({e.Message})", e));
        var errors = new OutputTail(program.Errors);
        var output = new OutputTail(program.Output);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.TimeLimit);
        try
        {
            var end = program.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(end, Task.Delay(PollInterval, CancellationToken.None)).ConfigureAwait(false) != end)
                if (new FileInfo(raw) is { Exists: true, Length: > MaxRawBytes })
                    throw new MmvaException($"{name}: fluidsynth has written more than ten minutes of audio; this is not a clip of EMOPIA.");
            await end.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var option = $"{nameof(PianoRendererOptions)}.{nameof(PianoRendererOptions.TimeLimit)}";
            throw new MmvaException($"{name}: fluidsynth has not rendered it within {option} = {options.TimeLimit:c}.", e);
        }
        await output.EndAsync().ConfigureAwait(false);
        if (program.ExitCode == 0 && File.Exists(raw)) return;
        var reason = await errors.EndAsync().ConfigureAwait(false) is { Length: > 0 } text ? text : $"exit code {program.ExitCode}";
        throw new MmvaException($"{name}: fluidsynth cannot render it ({reason}).");
    }

    /// <summary>The error for a program or a font that is missing.</summary>
    public static MmvaException Missing(string what, string why, Exception? cause = null) => new(
        $"EMOPIA's clips are rendered by the program fluidsynth with the sound font FluidR3_GM.sf2, and {what} {why}. "
        + "Install both (Debian: apt-get install fluidsynth fluid-soundfont-gm).", cause);
}

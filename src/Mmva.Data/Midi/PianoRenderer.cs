using System.Numerics.Tensors;
using Mmva.Files;

namespace Mmva.Data;

/// <summary>
/// Renders EMOPIA's clips with the program fluidsynth: their first 15 seconds as WAV, one channel of 16 bits at 16 kHz.
/// The same program and font give the same bytes.
/// </summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public sealed class PianoRenderer
{
    private const int Seconds = 15, SampleRate = 16000, Processes = 2;

    // a font without a piano leaves dither, a few steps of 16 bits
    private const float Silence = 0.001f;

    private readonly PianoRendererOptions _options;
    private readonly AudioDecoder _decoder = new();

    /// <summary>Creates a renderer.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public PianoRenderer(PianoRendererOptions? options = null) =>
        _options = (options ?? new()).Validated(new PianoRendererOptionsValidator()).Clone();

    /// <summary>Renders the clips that have no file yet, two at a time.</summary>
    /// <param name="clips">The clips to choose from.</param>
    /// <param name="folder">The folder of the WAV files, which are named by the ids of the clips. A file appears only when it is complete.</param>
    /// <param name="progress">Receives a report after each clip, from any thread; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Running programs are killed; what is finished stays.</param>
    /// <returns>The clips in the order of their names, no more of a song than the options allow.</returns>
    /// <exception cref="MmvaException">The program or its font is missing, a clip cannot be read, or rendering fails or takes too long.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<IReadOnlyList<RenderedClip>> RenderAsync(
        IEnumerable<EmopiaClip> clips, string folder, IProgress<FileProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RenderedClip[] chosen = [.. clips.GroupBy(clip => clip.Song)
            .SelectMany(song => song.OrderBy(clip => clip.Id, StringComparer.Ordinal).Take(_options.ClipsPerSong))
            .OrderBy(clip => clip.Id, StringComparer.Ordinal)
            .Select(clip => new RenderedClip(clip, Path.Combine(folder, clip.Id + ".wav")))];
        RenderedClip[] due = [.. chosen.Where(clip => !File.Exists(clip.Path))];
        var done = chosen.Length - due.Length;
        progress?.Report(new(done, 0, chosen.Length));
        if (due.Length == 0) return chosen;

        if (!File.Exists(_options.Font)) throw FluidSynth.Missing(_options.Font, "does not exist");
        Directory.CreateDirectory(folder);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Processes, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, parallel, async (clip, stop) =>
        {
            await RenderAsync(clip, stop).ConfigureAwait(false);
            progress?.Report(new(Interlocked.Increment(ref done), 0, chosen.Length));
        }).ConfigureAwait(false);
        return chosen;
    }

    private async Task RenderAsync(RenderedClip clip, CancellationToken cancellationToken)
    {
        var id = clip.Clip.Id;
        var scratch = Directory.CreateTempSubdirectory("mmva-piano-");
        try
        {
            var midi = Path.Combine(scratch.FullName, "clip.mid");
            var raw = Path.Combine(scratch.FullName, "raw.wav");
            await File.WriteAllBytesAsync(midi, clip.Clip.ReadMidi(), cancellationToken).ConfigureAwait(false);
            await FluidSynth.RunAsync(_options, id, midi, raw, cancellationToken).ConfigureAwait(false);
            var rendered = await File.ReadAllBytesAsync(raw, cancellationToken).ConfigureAwait(false);
            var audio = Cut(_decoder.Decode(rendered, $"{id} as rendered by fluidsynth", cancellationToken));
            if (Math.Abs(TensorPrimitives.MaxMagnitude(audio.Samples.Span)) < Silence)
                throw new MmvaException($"{id} is silent as rendered by fluidsynth: is {_options.Font} a sound font with a piano?");
            AtomicFile.Write(clip.Path, file => file.Write(WavFile.Encode(audio)));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static Waveform Cut(Waveform audio) =>
        AudioResampling.Resample(new(audio.Samples[..Math.Min(audio.Samples.Length, Seconds * audio.SampleRate)], audio.SampleRate), SampleRate);
}

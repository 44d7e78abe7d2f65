using System.Numerics.Tensors;
using DemoMedia;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>Sounds EMOPIA's clips with fluidsynth: their first 15 seconds as WAV, one channel of 16 bits at 16 kHz. The same program and font give the same bytes.</summary>
internal sealed class PianoRenderer(PianoRendererOptions options)
{
    private const int Seconds = 15, SampleRate = 16000, Processes = 2;

    // what a font without a sound leaves is dither, a few steps of 16 bits
    private const float Silence = 0.001f;

    private readonly AudioDecoder _decoder = new();

    /// <summary>Renders the clips whose sound is not there yet, two at a time.</summary>
    /// <param name="clips">The clips to choose from.</param>
    /// <param name="folder">Where the WAV files lie, named by the ids of the clips. A file is there whole or not at all.</param>
    /// <param name="progress">Told after each clip, from any thread.</param>
    /// <param name="cancellationToken">Kills what runs; what is done stays.</param>
    /// <returns>The clips in the order of their names, no more of a song than the options say.</returns>
    /// <exception cref="MmvaException">The program or its font is not there, a clip cannot be read, or its rendering fails or takes too long.</exception>
    public async Task<IReadOnlyList<RenderedClip>> RenderAsync(
        IEnumerable<EmopiaClip> clips, string folder, IProgress<RenderingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        RenderedClip[] chosen = [.. clips.GroupBy(clip => clip.Song)
            .SelectMany(song => song.OrderBy(clip => clip.Id, StringComparer.Ordinal).Take(options.ClipsPerSong))
            .OrderBy(clip => clip.Id, StringComparer.Ordinal)
            .Select(clip => new RenderedClip(clip, Path.Combine(folder, clip.Id + ".wav")))];
        RenderedClip[] due = [.. chosen.Where(clip => !File.Exists(clip.Path))];
        var done = chosen.Length - due.Length;
        progress?.Report(new(done, chosen.Length));
        if (due.Length == 0) return chosen;

        if (!File.Exists(options.Font)) throw FluidSynth.Missing(options.Font, "is not there");
        Directory.CreateDirectory(folder);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Processes, CancellationToken = cancellationToken }, async (clip, stop) =>
        {
            await RenderAsync(clip, stop);
            progress?.Report(new(Interlocked.Increment(ref done), chosen.Length));
        });
        return chosen;
    }

    private async Task RenderAsync(RenderedClip clip, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("mmva-piano-");
        var complete = $"{clip.Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var (midi, raw) = (Path.Combine(scratch.FullName, "clip.mid"), Path.Combine(scratch.FullName, "raw.wav"));
            await File.WriteAllBytesAsync(midi, clip.Clip.ReadMidi(), cancellationToken);
            await FluidSynth.RunAsync(options, clip.Clip.Id, midi, raw, cancellationToken);
            var sound = Cut(_decoder.Decode(await File.ReadAllBytesAsync(raw, cancellationToken), $"{clip.Clip.Id} as fluidsynth sounds it", cancellationToken));
            if (Math.Abs(TensorPrimitives.MaxMagnitude(sound.Samples.Span)) < Silence)
                throw new MmvaException($"{clip.Clip.Id} is silent as fluidsynth sounds it: is {options.Font} a sound font with a piano?");
            await File.WriteAllBytesAsync(complete, WavFile.Write(sound.Samples.Span, SampleRate), cancellationToken);
            File.Move(complete, clip.Path, overwrite: true);
        }
        finally
        {
            File.Delete(complete);
            scratch.Delete(recursive: true);
        }
    }

    private static Waveform Cut(Waveform sound) =>
        AudioResampling.Resample(new(sound.Samples[..Math.Min(sound.Samples.Length, Seconds * sound.SampleRate)], sound.SampleRate), SampleRate);
}

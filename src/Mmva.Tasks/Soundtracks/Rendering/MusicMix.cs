using System.Runtime.InteropServices;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>
/// Mixes the music of a soundtrack to one file of stereo samples: each track at the same loudness, faded over into the next, exactly as long as
/// asked.
/// </summary>
internal sealed class MusicMix(string folder, string output, VideoReaderOptions options)
{
    public const int SampleRate = 48_000, Channels = 2;

    private const double TargetLoudness = -16, MostGain = 12, LeastGain = -24, MostPeak = -1; // LUFS and dB
    private const int BufferSamples = 1 << 14, BytesPerSample = Channels * sizeof(float);

    /// <param name="soundtrack">The soundtrack.</param>
    /// <param name="length">The length of the file in samples per channel.</param>
    /// <param name="path">The file: float samples, interleaved.</param>
    /// <param name="progress">Receives the finished share; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">A track cannot be decoded.</exception>
    public async Task WriteAsync(Soundtrack soundtrack, long length, string path, Action<double>? progress, CancellationToken cancellationToken)
    {
        var plays = MusicPlay.Of(soundtrack);
        await using var file = File.Create(path);
        var tail = Array.Empty<byte>(); // what is heard of a track after the start of the next
        for (var i = 0; i < plays.Count; i++)
        {
            var (start, isLast) = (SamplesOf(plays[i].Start), i + 1 == plays.Count);
            var next = isLast ? length : SamplesOf(plays[i + 1].Start);
            var fadeOut = SamplesOf(plays[i].FadeOut);
            var (samples, fadesFrom) = isLast ? (next - start, next - start - fadeOut) : (next - start + fadeOut, next - start);

            var decoded = await DecodeAsync(plays[i], cancellationToken).ConfigureAwait(false);
            var gain = await GainAsync(decoded, plays[i].Track.Path, cancellationToken).ConfigureAwait(false);
            await using var track = File.OpenRead(decoded);
            var mixed = new Faded(gain, tail, fadesFrom, samples);
            await CopyAsync(track, mixed, 0, next - start, file, cancellationToken).ConfigureAwait(false);
            using var rest = new MemoryStream();
            await CopyAsync(track, mixed, next - start, samples, rest, cancellationToken).ConfigureAwait(false);
            tail = rest.ToArray();
            progress?.Invoke((double)next / length);
        }
    }

    private static long SamplesOf(TimeSpan time) => (long)Math.Round(time.TotalSeconds * SampleRate);

    private async Task<string> DecodeAsync(MusicPlay play, CancellationToken cancellationToken)
    {
        var decoded = Path.Combine(folder, "track.pcm");
        string[] arguments =
        [
            "-t", FfmpegArguments.Seconds(play.Length + TimeSpan.FromSeconds(1)), .. FfmpegProcess.Input(play.Track.Path, MediaFormats.AudioDemuxers),
            "-map", "0:a:0", "-af", $"aresample={SampleRate},aformat=sample_fmts=flt:channel_layouts=stereo", "-f", "f32le", "file:" + decoded,
        ];
        await FfmpegRun.RunAsync(play.Track.Path, output, "audio", options, arguments, position: null, cancellationToken).ConfigureAwait(false);
        return decoded;
    }

    /// <summary>Measures a track, and returns the factor that gives it the common loudness.</summary>
    private static async Task<double> GainAsync(string decoded, string path, CancellationToken cancellationToken)
    {
        var (loudness, buffer) = (new Loudness(), new byte[BufferSamples * BytesPerSample]);
        await using var track = File.OpenRead(decoded);
        if (track.Length < BytesPerSample) throw new MediaException(path, "has no audio that can be decoded.");
        while (track.Position < track.Length)
        {
            var read = await track.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            loudness.Add(MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, read)));
        }
        if (double.IsNegativeInfinity(loudness.Integrated)) return 1; // silence
        var gain = Math.Clamp(TargetLoudness - loudness.Integrated, LeastGain, MostGain);
        return Math.Pow(10, Math.Min(gain, MostPeak - (20 * Math.Log10(loudness.Peak))) / 20);
    }

    private static async Task CopyAsync(FileStream track, Faded mixed, long from, long to, Stream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSamples * BytesPerSample];
        for (var at = from; at < to;)
        {
            var count = (int)Math.Min(BufferSamples, to - at);
            var bytes = buffer.AsMemory(0, count * BytesPerSample);
            for (var rest = bytes; rest.Length > 0;)
            {
                var read = await track.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
                if (read == 0) track.Position = 0; // shorter than its header says: it starts again, so that there is no silence
                rest = rest[read..];
            }
            mixed.Apply(MemoryMarshal.Cast<byte, float>(bytes.Span), at);
            await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            at += count;
        }
    }

    /// <summary>The gain and the fades of a track, and the end of the one before, which is added at its start.</summary>
    /// <remarks>The fades keep the power: two different pieces of music add up to the loudness of one.</remarks>
    private sealed class Faded(double gain, byte[] before, long fadesFrom, long length)
    {
        private readonly int _fadeIn = before.Length / BytesPerSample;

        public void Apply(Span<float> samples, long at)
        {
            var earlier = MemoryMarshal.Cast<byte, float>(before);
            for (var i = 0; i < samples.Length; i++)
            {
                var position = at + (i / Channels);
                var volume = gain;
                if (position < _fadeIn) volume *= Math.Sin(Math.PI / 2 * (position + 0.5) / _fadeIn);
                if (position >= fadesFrom) volume *= Math.Cos(Math.PI / 2 * (position - fadesFrom + 0.5) / (length - fadesFrom));
                samples[i] = (float)(samples[i] * volume);
                if (position < _fadeIn) samples[i] += earlier[(int)(at * Channels) + i];
            }
        }
    }
}

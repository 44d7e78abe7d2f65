using Mmva.Data;
using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Reads a provider to its end, within the limits of audio.</summary>
internal sealed class ProviderReader
{
    private const int FramesAtOnce = 4096;

    private readonly string _name;
    private readonly AudioDecoderOptions _options;
    private readonly IProgress<TimeSpan>? _progress;
    private readonly CancellationToken _cancellationToken;

    public ProviderReader(string name, AudioDecoderOptions? options, IProgress<TimeSpan>? progress, CancellationToken cancellationToken)
    {
        _name = name;
        _options = (options ?? new()).Validated(new AudioDecoderOptionsValidator()).Whole();
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads a provider that cannot go back: whether two channels cancel each other out is known only when both mixes are there.</summary>
    public Waveform ReadOnce(ISampleProvider source)
    {
        var mean = new ChannelMix();
        if (source.WaveFormat.Channels == 2)
        {
            var both = Read(source, mean, ChannelMix.Difference());
            return mean.Cancels ? both[1].WithNotice(mean.Notice) : both[0];
        }
        var waveform = Read(source, mean)[0];
        return mean.Cancels ? waveform.WithNotice(Canceled(source)) : waveform;
    }

    /// <summary>Reads a stream, a second time if its channels cancel each other out.</summary>
    public Waveform ReadAgain(ISampleProvider samples, WaveStream stream)
    {
        var start = stream.Position;
        return ChannelMix.Read(mix =>
        {
            if (stream.Position != start) stream.Position = start;
            return Read(samples, mix)[0];
        })!;
    }

    private Waveform[] Read(ISampleProvider source, params ChannelMix[] mixes)
    {
        var (channels, rate) = (source.WaveFormat.Channels, source.WaveFormat.SampleRate);
        var kept = Array.ConvertAll(mixes, _ => new SampleCollector(_name, rate, _options, expected: null));
        var buffer = new float[FramesAtOnce * channels];
        var mono = new float[FramesAtOnce];
        var used = 0; // of the buffer: a part of a frame may be left from before
        for (var (frames, reported) = (0L, 0L); ;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var read = SampleFormat.Read(source, buffer.AsSpan(used), _name);
            if (read == 0) break;
            used += read;
            var count = used / channels;
            for (var i = 0; i < mixes.Length; i++)
            {
                mixes[i].Mix(buffer.AsSpan(0, count * channels), channels, mono.AsSpan(0, count));
                Keep(kept[i], mono.AsSpan(0, count));
            }
            buffer.AsSpan(count * channels, used - (count * channels)).CopyTo(buffer);
            used -= count * channels;
            frames += count;
            if (frames / rate == reported) continue;
            reported = frames / rate;
            _progress?.Report(TimeSpan.FromSeconds((double)frames / rate));
        }
        return Array.ConvertAll(kept, samples => samples.ToWaveform());
    }

    private static void Keep(SampleCollector samples, ReadOnlySpan<float> mono)
    {
        while (!mono.IsEmpty)
        {
            var free = samples.Free;
            var count = Math.Min(free.Length, mono.Length);
            mono[..count].CopyTo(free);
            samples.Advance(count);
            mono = mono[count..];
        }
    }

    private static string Canceled(ISampleProvider source) =>
        $"its {source.WaveFormat.Channels} channels cancel each other out, so little is left of them: choose one with NAudio's "
        + "MultiplexingSampleProvider, or pass a stream that can seek";
}

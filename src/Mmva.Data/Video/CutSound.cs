namespace Mmva.Data;

/// <summary>The format of the audio of a cut, and the parts of it: as many samples as the frames take, silence where there is none.</summary>
internal sealed class CutSound(CutPlan plan, ProbedVideo video, Stream output)
{
    private const int MaxSampleRate = 48_000, MaxLayoutChannels = 8, BytesPerSample = sizeof(short);

    private static readonly int[] SampleRates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, MaxSampleRate];

    private long _frames;

    /// <summary>The sample rate: that of the source, if AAC has it.</summary>
    public int SampleRate { get; } = SampleRates.Contains(video.Info.Sound!.SampleRate) ? video.Info.Sound.SampleRate : MaxSampleRate;

    /// <summary>The number of channels: that of the source if its layout is known and common, otherwise the mix for two or one.</summary>
    public int Channels { get; } = (video.HasSoundLayout, video.Info.Sound!.Channels) switch
    {
        (_, 1 or 2) => video.Info.Sound.Channels,
        (true, 6 or MaxLayoutChannels) => video.Info.Sound.Channels,
        (true, < MaxLayoutChannels) => 2,
        _ => 1,
    };

    /// <summary>The filters that result in this format. They go on with silence where the audio ends.</summary>
    public string Filters
    {
        get
        {
            // without positions the channels can only be averaged
            var channels = Enumerable.Range(0, video.Info.Sound!.Channels).Select(channel => $"c{channel}");
            var mix = Channels == 1 && video.Info.Sound.Channels > 1 ? $"pan=mono|c0<{string.Join('+', channels)}," : "";
            var layout = Channels switch { 1 => "mono", 2 => "stereo", 6 => "5.1", _ => "7.1" };
            // drift of more than 10 ms is corrected
            return $"{mix}{SoundStart.Filter(video)}:min_hard_comp=0.01,aresample={SampleRate},aformat=sample_fmts=s16:channel_layouts={layout}";
        }
    }

    /// <summary>The number of samples that are there before the first sample of a run.</summary>
    public long SilenceOf(CutGroup group) => group.Origin > 0 ? 0 : SoundStart.Silence(video, SampleRate);

    /// <summary>Writes the parts of a run out of its whole audio.</summary>
    /// <param name="group">The run.</param>
    /// <param name="read">Fills a buffer; less than its length means the end.</param>
    /// <returns>The number of samples that the run had.</returns>
    public async Task<long> WriteAsync(CutGroup group, Func<Memory<byte>, Task<int>> read)
    {
        var buffer = new byte[1 << 16];
        var size = Channels * BytesPerSample;
        var (position, ended) = (SilenceOf(group), false);
        var received = 0L;
        foreach (var range in group.Ranges)
        {
            var first = (long)Math.Round((plan.TimeOf(range.First) - (group.Origin > 0 ? plan.TimeOf(group.Origin) : 0)) * SampleRate);
            var samples = plan.SamplesOf(_frames + range.Count, SampleRate) - plan.SamplesOf(_frames, SampleRate);
            _frames += range.Count;
            await SkipAsync(first).ConfigureAwait(false);
            var silence = Math.Clamp(position - first, 0, samples); // before a late start
            await WriteSilenceAsync(silence).ConfigureAwait(false);
            var rest = samples - silence;
            while (rest > 0 && !ended)
            {
                var wanted = (int)Math.Min(rest, buffer.Length / size);
                var count = await ReadAsync(wanted).ConfigureAwait(false);
                await output.WriteAsync(buffer.AsMemory(0, count * size)).ConfigureAwait(false);
                rest -= count;
            }
            await WriteSilenceAsync(rest).ConfigureAwait(false);
        }
        while (!ended) await ReadAsync(buffer.Length / size).ConfigureAwait(false); // until the program ends
        return received;

        async Task SkipAsync(long to)
        {
            while (position < to && !ended) await ReadAsync((int)Math.Min(to - position, buffer.Length / size)).ConfigureAwait(false);
        }

        async Task<int> ReadAsync(int samples)
        {
            var count = await read(buffer.AsMemory(0, samples * size)).ConfigureAwait(false) / size;
            ended = count < samples;
            position += count;
            received += count;
            return count;
        }

        async Task WriteSilenceAsync(long samples)
        {
            if (samples == 0) return;
            var silence = new byte[(int)Math.Min(samples * size, buffer.Length)];
            for (var bytes = samples * size; bytes > 0; bytes -= silence.Length)
                await output.WriteAsync(silence.AsMemory(0, (int)Math.Min(bytes, silence.Length))).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets the parts of a run that was in vain.</summary>
    public void TakeBack(CutGroup group)
    {
        _frames -= group.Ranges.Sum(range => range.Count);
        output.SetLength(plan.SamplesOf(_frames, SampleRate) * Channels * BytesPerSample);
        output.Position = output.Length;
    }
}

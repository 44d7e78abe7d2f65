using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using NAudio.Wave;

namespace Mmva.NAudio.Tests;

public class EmotionMonitorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly Func<double, double>[] Rising = [t => t / 40 * Math.Sin(600 * t), Tone.Sine(90)];

    [Fact]
    public async Task What_is_played_is_passed_on_unchanged_and_its_moments_are_those_of_the_whole()
    {
        await using var monitor = new EmotionMonitor(new Tone(1000, 1, Rising).WaveFormat, new LoudnessPredictor(), new() { LeastMove = 0 });
        var played = new Tone(1000, 21, Rising).MonitoredBy(monitor);

        var (samples, moments) = (Tone.All(new Tone(1000, 21, Rising)), new List<EmotionMoment>());
        var reading = ReadAllAsync(monitor, moments);
        var heard = new List<float>();
        var buffer = new float[500];
        for (int read; (read = played.Read(buffer)) > 0; await Settled(monitor, heard.Count / 2)) heard.AddRange(buffer[..read]);
        await monitor.CompleteAsync().WaitAsync(Limit);
        await reading.WaitAsync(Limit);

        heard.Should().Equal(samples);
        monitor.DroppedWindows.Should().Be(0);
        var expected = new List<EmotionMoment>();
        await foreach (var moment in new Tone(1000, 21, Rising).FollowEmotionAsync(new LoudnessPredictor(), new() { LeastMove = 0 }))
            expected.Add(moment);
        moments.Select(m => (m.Start, m.End, m.Emotion, m.Previous)).Should().Equal(expected.Select(m => (m.Start, m.End, m.Emotion, m.Previous)));
        monitor.Current.Should().Be(moments[^1]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public async Task What_a_recorder_delivers_is_converted_even_in_parts_of_frames(int bits)
    {
        var predictor = new LoudnessPredictor();
        var format = new WaveFormat(1000, bits, 2);
        await using var monitor = new EmotionMonitor(format, predictor);
        var bytes = new byte[format.BlockAlign * 3000];
        new Random(3).NextBytes(bytes);
        for (var at = 0; at < bytes.Length; at += 997) monitor.Write(bytes.AsSpan(at, Math.Min(997, bytes.Length - at)));
        await monitor.CompleteAsync().WaitAsync(Limit);

        var whole = new RawSourceWaveStream(new MemoryStream(bytes), format).ToWaveform();
        predictor.Seen.Should().ContainSingle().Which.Samples.ToArray().Should().Equal(whole.Samples.ToArray());
    }

    [Fact]
    public async Task Windows_are_dropped_rather_than_queued_and_the_audio_thread_never_waits()
    {
        var (started, release) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        var predictor = new LoudnessPredictor
        {
            Before = async token =>
            {
                started.Release();
                await release.WaitAsync(token);
            },
        };
        await using var monitor = new EmotionMonitor(new WaveFormat(1000, 16, 1), predictor, new() { LeastMove = 0 });
        var tone = Tone.All(new Tone(1000, 60, Tone.Sine(100)));

        monitor.Write(tone.AsSpan(0, 4000));
        (await started.WaitAsync(Limit)).Should().BeTrue();
        monitor.Write(tone.AsSpan(4000, 26_000)); // 13 windows while one is being predicted
        monitor.DroppedWindows.Should().Be(12, "only the latest waits");
        release.Release(2);
        (await started.WaitAsync(Limit)).Should().BeTrue();
        await monitor.CompleteAsync().WaitAsync(Limit);

        predictor.Seen.Should().HaveCount(2);
        predictor.Seen[1].Samples.ToArray().Should().Equal(tone[20_000..30_000]);
    }

    [Fact]
    public async Task Disposing_cancels_the_prediction_and_ends_the_readers()
    {
        var started = new SemaphoreSlim(0);
        var predictor = new LoudnessPredictor
        {
            Before = async token =>
            {
                started.Release();
                await Task.Delay(Timeout.Infinite, token);
            },
        };
        var monitor = new EmotionMonitor(new WaveFormat(1000, 16, 1), predictor);
        var reading = ReadAllAsync(monitor, []);
        monitor.Write(Tone.All(new Tone(1000, 5, Tone.Sine(100))));
        await started.WaitAsync(Limit);

        await monitor.DisposeAsync().AsTask().WaitAsync(Limit);
        await monitor.DisposeAsync().AsTask().WaitAsync(Limit);

        await reading.WaitAsync(Limit);
        await monitor.Completion.WaitAsync(Limit);
        monitor.Write(new float[100_000]);
        monitor.Write(new byte[100_000]);
        await foreach (var _ in monitor.MomentsAsync()) Assert.Fail("It has ended.");
        monitor.Current.Should().BeNull();
    }

    [Fact]
    public async Task A_failed_prediction_ends_the_monitor_but_not_the_music()
    {
        var predictor = new LoudnessPredictor { Before = _ => throw new MmvaException("No music encoder is registered.") };
        var log = new LogLines();
        await using var monitor = new EmotionMonitor(new Tone(1000, 1, Rising).WaveFormat, predictor, logger: new Logger<EmotionMonitor>(log));
        var reading = ReadAllAsync(monitor, []);

        var heard = Tone.All(new Tone(1000, 21, Rising).MonitoredBy(monitor));

        heard.Should().HaveCount(42_000);
        await FluentActions.Awaiting(() => monitor.CompleteAsync().WaitAsync(Limit)).Should().ThrowAsync<MmvaException>().WithMessage("No music*");
        await FluentActions.Awaiting(() => reading).Should().ThrowAsync<MmvaException>();
        await FluentActions.Awaiting(() => ReadAllAsync(monitor, [])).Should().ThrowAsync<MmvaException>();
        log.Lines.Should().ContainSingle().Which.Should().Contain("a prediction failed");
    }

    [Fact]
    public async Task A_handler_that_throws_is_logged_and_the_others_go_on()
    {
        var log = new LogLines();
        await using var monitor = new EmotionMonitor(
            new WaveFormat(1000, 16, 1), new LoudnessPredictor(), new() { LeastMove = 0 }, new Logger<EmotionMonitor>(log));
        var raised = 0;
        monitor.Moved += (sender, _) =>
        {
            sender.Should().BeSameAs(monitor);
            if (++raised == 1) throw new InvalidOperationException("The window is closed.");
        };
        var tone = Tone.All(new Tone(1000, 8, Tone.Sine(100)));
        for (var at = 0; at < tone.Length; at += 2000)
        {
            monitor.Write(tone.AsSpan(at, 2000));
            await Settled(monitor, at + 2000);
        }
        await monitor.CompleteAsync().WaitAsync(Limit);

        raised.Should().Be(3);
        log.Lines.Should().ContainSingle().Which.Should().Contain("handler");
    }

    [Fact]
    public async Task After_a_restart_windows_contain_nothing_from_before()
    {
        var predictor = new LoudnessPredictor();
        await using var monitor = new EmotionMonitor(new WaveFormat(1000, 16, 1), predictor, new() { LeastMove = 0 });
        monitor.Write(Tone.All(new Tone(1000, 5, _ => 0.9)));
        await Settled(monitor, 5000);
        monitor.Restart();
        monitor.Write(Tone.All(new Tone(1000, 3, _ => 0.2)));
        await Settled(monitor, 8000);
        monitor.Write(Tone.All(new Tone(1000, 1, _ => 0.2)));
        await monitor.CompleteAsync().WaitAsync(Limit);

        predictor.Seen.Select(waveform => (waveform.Samples.Span[0], waveform.Samples.Length))
            .Should().Equal((0.9f, 4000), (0.2f, 3000), (0.2f, 4000));
        monitor.Current!.Start.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_monitor_of_another_format_is_refused()
    {
        var monitor = new EmotionMonitor(new WaveFormat(44_100, 16, 2), new LoudnessPredictor());
        var attach = () => new Tone(48_000, 1, Tone.Sine(1)).MonitoredBy(monitor);
        attach.Should().Throw<ArgumentException>()
            .WithMessage("The source has 1 channels at 48000 Hz, but the monitor was created for 2 at 44100 Hz.*");
        var huge = () => new EmotionMonitor(new WaveFormat(768_000, 16, 8), new LoudnessPredictor(), new() { Window = TimeSpan.FromMinutes(2) });
        huge.Should().Throw<ArgumentException>().WithMessage("Windows of 00:02:00 of 8 channels at 768000 Hz take more than 1 GiB*");
        var compressed = () => new EmotionMonitor(WaveFormat.CreateMuLawFormat(8000, 1), new LoudnessPredictor()).Write(new byte[10]);
        compressed.Should().Throw<MediaException>().WithMessage("audio: has samples of the format MuLaw (8 bits)*");
    }

    [Fact]
    public async Task A_host_gets_a_factory_with_its_predictor_and_options()
    {
        var services = new ServiceCollection().AddSingleton<IEmotionPredictor>(new LoudnessPredictor());
        services.AddKeyedSingleton<IEmotionPredictor>("second", new LoudnessPredictor { Before = _ => throw new MmvaException("The second.") });
        services.AddMmva().AddEmotionMonitor(options => options.Hop = TimeSpan.FromSeconds(5)).AddEmotionMonitor(options => options.LeastMove = 0);
        services.AddKeyedMmva("second").AddEmotionMonitor();
        await using var provider = services.BuildServiceProvider();

        var predictor = (LoudnessPredictor)provider.GetRequiredService<IEmotionPredictor>();
        await using var monitor = provider.GetRequiredService<EmotionMonitorFactory>().Create(new WaveFormat(1000, 16, 1));
        monitor.Write(Tone.All(new Tone(1000, 5, Tone.Sine(100))));
        await monitor.CompleteAsync().WaitAsync(Limit);
        predictor.Seen.Should().ContainSingle().Which.Samples.Length.Should().Be(5000);

        await using var second = provider.GetRequiredKeyedService<EmotionMonitorFactory>("second").Create(new WaveFormat(1000, 16, 1));
        second.Write(Tone.All(new Tone(1000, 5, Tone.Sine(100))));
        await FluentActions.Awaiting(() => second.CompleteAsync().WaitAsync(Limit)).Should().ThrowAsync<MmvaException>().WithMessage("The second.");
    }

    [Fact]
    public void Options_of_a_host_are_validated()
    {
        var services = new ServiceCollection().AddSingleton<IEmotionPredictor>(new LoudnessPredictor());
        services.AddMmva().AddEmotionMonitor(options => options.LeastMove = 2);
        using var provider = services.BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredService<EmotionMonitorFactory>()).Should().Throw<OptionsValidationException>().WithMessage("*LeastMove*");
    }

    private static async Task ReadAllAsync(EmotionMonitor monitor, List<EmotionMoment> moments)
    {
        await foreach (var moment in monitor.MomentsAsync()) moments.Add(moment);
    }

    // until the last window is predicted, so that none is dropped: music takes seconds for what a test writes in no time
    private static async Task Settled(EmotionMonitor monitor, int frames)
    {
        var last = TimeSpan.FromSeconds(frames / 2000 * 2);
        if (last < TimeSpan.FromSeconds(4)) return;
        using var timeout = new CancellationTokenSource(Limit);
        while (monitor.Current is not { } current || current.End < last) await Task.Delay(1, timeout.Token);
    }
}

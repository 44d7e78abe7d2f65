using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.NAudio;
using NAudio.Wave;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/following-music.md.</summary>
internal static class FollowingMusicPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact();
        await using var provider = services.BuildServiceProvider();

        using var reader = new WaveFileReader("media/stormy.wav");
        await foreach (var moment in reader.ToSampleProvider().FollowEmotionAsync(provider.GetRequiredService<IEmotionPredictor>()))
            Console.WriteLine($"{moment.End:mm\\:ss} {moment.Emotion}");
    }

    public static async Task PlayAsync(ISampleProvider source, IWavePlayer player, EmotionMonitorFactory monitors)
    {
        await using var monitor = monitors.Create(source.WaveFormat);          // EmotionMonitorFactory, after .AddEmotionMonitor()
        monitor.Moved += (_, moment) => Console.WriteLine($"{moment.End:mm\\:ss} {moment.Emotion}");
        player.Init(source.MonitoredBy(monitor));
        player.Play();
    }
}

using Mmva;
using Mmva.NAudio;
using NAudio.Wave;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.NAudio.</summary>
internal static class MmvaNAudioSnippets
{
    public static async Task PlayAsync(
        IEmotionPredictor predictor, EmotionMonitorFactory monitors, ISampleProvider source, IWavePlayer player)
    {
        using var reader = new WaveFileReader("song.wav");
        Console.WriteLine(await predictor.PredictAsync(reader.ToWaveform()));

        // while it plays: after services.AddMmva().UseCompact().AddEmotionMonitor()
        await using var monitor = monitors.Create(source.WaveFormat);
        monitor.Moved += (_, moment) => Console.WriteLine($"{moment.End:mm\\:ss} {moment.Emotion}");
        player.Init(source.MonitoredBy(monitor));
        player.Play();
    }
}

using Mmva.NAudio;
using NAudio.Wave;

namespace FollowMusic;

/// <summary>Raw samples that arrive from a program that records, as from a recorder of NAudio.</summary>
internal static class StandardInput
{
    private const int BufferBytes = 1 << 14;

    public static async Task<int> FollowAsync(Given given, EmotionMonitorFactory monitors, CancellationToken cancellationToken)
    {
        var format = given.IsFloat
            ? WaveFormat.CreateIeeeFloatWaveFormat(given.Rate, given.Channels)
            : new WaveFormat(given.Rate, 16, given.Channels);
        await using var monitor = monitors.Create(format);
        monitor.Moved += (_, moment) => Lines.Print(moment);
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[BufferBytes];
        // a prediction that fails ends the monitor, and so the program
        while (!monitor.Completion.IsCompleted && await input.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            monitor.Write(buffer.AsSpan(0, read));
        await monitor.CompleteAsync(cancellationToken);
        if (monitor.DroppedWindows > 0)
            Console.Error.WriteLine($"Windows dropped: {monitor.DroppedWindows}. The music arrived faster than it could be predicted.");
        return 0;
    }
}

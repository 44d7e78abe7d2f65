using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mmva.Data.Tests.Video;

/// <summary>What a finished video shows and plays, decoded by ffmpeg.</summary>
internal static class Decoded
{
    private const int SampleRate = 48_000;

    /// <summary>Every frame in gray, 64×48.</summary>
    public static List<byte[]> Frames(string path) =>
        [.. Run("ffmpeg", ["-i", "file:" + path, "-map", "0:v:0", "-vf", "scale=64:48,format=gray", "-f", "rawvideo", "pipe:1"]).Chunk(64 * 48)];

    /// <summary>The mean of the channels.</summary>
    public static short[] Sound(string path) => MemoryMarshal.Cast<byte, short>(
        Run("ffmpeg", ["-i", "file:" + path, "-map", "0:a:0", "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", "pipe:1"])).ToArray();

    /// <summary>Fields of the first video stream, or another one.</summary>
    public static string[] Stream(string path, string entries, string stream = "v:0") =>
        System.Text.Encoding.UTF8.GetString(
            Run("ffprobe", ["-select_streams", stream, "-show_entries", $"stream={entries}", "-of", "default=nk=1:nw=1", "file:" + path]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The seconds at which something loud begins after a tenth of a second without.</summary>
    public static List<double> Beeps(string path)
    {
        var (beeps, quiet) = (new List<double>(), SampleRate);
        var samples = Sound(path);
        for (var i = 0; i < samples.Length; i++)
        {
            if (Math.Abs((int)samples[i]) < 4000)
            {
                quiet++;
                continue;
            }
            if (quiet > SampleRate / 10) beeps.Add((double)i / SampleRate);
            quiet = 0;
        }
        return beeps;
    }

    /// <summary>The seconds of the frames that are white.</summary>
    public static List<double> Flashes(string path)
    {
        var rate = Stream(path, "r_frame_rate")[0].Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var frames = Frames(path);
        return [.. Enumerable.Range(0, frames.Count).Where(i => frames[i].Average(x => (double)x) > 128).Select(i => i * rate[1] / rate[0])];
    }

    private static byte[] Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-v", "error", .. arguments]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return output.ToArray();
    }
}

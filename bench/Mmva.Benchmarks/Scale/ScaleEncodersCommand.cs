using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Mmva.Compact;

namespace Mmva.Benchmarks.Scale;

/// <summary>Features per hour and core: processor time, so that other programs on the machine do not count.</summary>
internal static class ScaleEncodersCommand
{
    private const int SampleRate = 44_100, MusicSeconds = 30, Images = 8, Captions = 64, Side = 400;

    private static readonly string[] Words =
    [
        "a", "slow", "piano", "melody", "over", "warm", "strings", "and", "soft", "drums", "that", "feels", "calm", "hopeful", "bright", "tense",
    ];

    public static Command Command()
    {
        var json = BenchmarkOptions.Json();
        var seconds = BenchmarkOptions.Count("--seconds", "Processor seconds for each encoder.", 10);
        var threads = BenchmarkOptions.Count("--threads", "Threads of an encoder.", 1);
        var command = new Command(
            "encoders", "Images, seconds of music and captions per hour and core: the compact encoders and the paper's (weights from a formula).")
        {
            json, seconds, threads,
        };
        command.SetAction(line =>
        {
            var rows = new List<EncoderRow>();
            var session = new Mmva.Encoders.OnnxSessionOptions { IntraOpThreads = line.GetValue(threads) };
            Compact(session, (name, unit, count, run) => Add(Measure(name, unit, count, line.GetValue(seconds), run)));
            Paper(session, (name, unit, count, run) => Add(Measure(name, unit, count, line.GetValue(seconds), run)));
            if (line.GetValue(json) is { } file) ScaleReport.Write(file, rows);

            void Add(EncoderRow row)
            {
                rows.Add(row);
                Console.WriteLine(row);
            }
        });
        return command;
    }

    private static void Compact(Mmva.Encoders.OnnxSessionOptions session, Action<string, string, int, Action> measure)
    {
        var options = new CompactOptions { Session = session };
        using (var images = CompactModel.LoadImages(options))
        {
            var bytes = FormulaValues.Create("image", Side * Side * 3, 255).Select(value => (byte)Math.Abs(value)).ToArray();
            RgbImage[] batch = [.. Enumerable.Repeat(new RgbImage(Side, Side, bytes), Images)];
            measure("EfficientNet-Lite0", "images", Images, () => images.EncodeAsync(batch).GetAwaiter().GetResult());
        }
        var music = CompactModel.LoadMusic(options);
        var track = new Waveform(FormulaValues.Create("waveform", MusicSeconds * SampleRate, 1), SampleRate);
        measure("musicnn", "seconds of music", MusicSeconds, () => music.EncodeAsync([track]).GetAwaiter().GetResult());
        (music as IDisposable)?.Dispose();
        using var captions = CompactModel.LoadCaptions(options);
        string[] texts = [.. Enumerable.Range(0, Captions).Select(i =>
            string.Join(' ', Enumerable.Range(0, 16).Select(j => Words[(i * 7 + j * (i % 5 + 1)) % Words.Length])))];
        measure("MiniLM", "captions of 16 words", Captions, () => captions.EncodeAsync(texts).GetAwaiter().GetResult());
    }

    private static void Paper(Mmva.Encoders.OnnxSessionOptions session, Action<string, string, int, Action> measure)
    {
        foreach (var (name, work, unit, count) in new[]
        {
            ("clip", "8", "images", 8), ("mert", "1x10s", "seconds of music", 10), ("roberta", "64-mixed", "captions of 8 to 120 tokens", 64),
        })
        {
            var tower = PaperTower.All.Single(tower => tower.Name == name);
            using var model = tower.CreateModel();
            foreach (var precision in new[] { Precision.Exact, Precision.Fast })
            {
                using var contender = tower.Ours(model.Path, precision, session);
                measure($"{name} {precision}", unit, count, contender.Prepare(work).Run);
            }
        }
    }

    private static EncoderRow Measure(string name, string unit, int count, int seconds, Action run)
    {
        run();
        using var process = Process.GetCurrentProcess();
        var (start, limit, done) = (process.TotalProcessorTime, TimeSpan.FromSeconds(seconds), 0);
        TimeSpan used;
        do
        {
            run();
            done += count;
            process.Refresh();
            used = process.TotalProcessorTime - start;
        }
        while (used < limit);
        return new(name, unit, 3600 * done / used.TotalSeconds);
    }

    private sealed record EncoderRow(string Encoder, string Unit, double PerCoreHour)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Encoder,-20} {PerCoreHour,12:N0} {Unit} per hour and core");
    }
}

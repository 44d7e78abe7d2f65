using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ConsoleProgram;
using Mmva.Endurance.Results;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Processors;

/// <summary>One way to run: what differs from the usual one.</summary>
/// <param name="SameBits">Whether the documentation promises the same bits as the usual way: another number of threads.</param>
/// <param name="Program">What runs the program, such as an emulator, or null.</param>
internal sealed record ProcessorMode(
    string Name, bool SameBits, (string Name, string Value)[] Environment, int Threads = 0, string[]? Program = null);

/// <summary>How far one way to run is from the usual one.</summary>
internal sealed record ProcessorRow(
    string Mode, string Processor, string Promise, double Images, double Music, double Captions, double Training, double Search);

/// <summary>The same inputs under other instructions, numbers of threads and limits.</summary>
internal static class ProcessorsCommand
{
    private const double Tolerance = 1e-5;
    private const string Usual = "usual";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private static readonly ProcessorMode[] Modes =
    [
        new(Usual, true, []),
        new("1 thread", true, [], 1), new("2 threads", true, [], 2), new("3 threads", true, [], 3), new("8 threads", true, [], 8),
        new("one core (taskset)", true, [], 0, ["taskset", "-c", "0"]),
        new("one processor (.NET)", true, [("DOTNET_PROCESSOR_COUNT", "1")]),
        new("AVX2", false, [("DOTNET_EnableAVX512", "0")]),
        new("AVX without AVX2, FMA", false, [("DOTNET_EnableAVX2", "0")]),
        new("SSE", false, [("DOTNET_EnableAVX", "0")]),
        new("scalar", false, [("DOTNET_EnableHWIntrinsic", "0")]),
    ];

    private static readonly ProcessorMode[] Emulated =
    [
        new("emulated Haswell", false, [], 1, ["qemu-x86_64", "-cpu", "Haswell"]),
        new("emulated Nehalem", false, [], 1, ["qemu-x86_64", "-cpu", "Nehalem"]),
    ];

    public static Command Command()
    {
        var emulate = CommandLine.Flag("--emulate", "Also under qemu-x86_64, whose processors ONNX Runtime and SkiaSharp see, too. Takes long.");
        var only = CommandLine.Text("--only", "NAMES", "Only these ways, separated by commas; the usual one is always run.");
        var json = CommandLine.Text("--json", "FILE", "Writes the results to this file.");
        var command = new Command("processors", """
            Predicts images, music and captions with Mmva.Compact, trains a small model and searches an index, with AVX-512 or what this machine has,
            AVX2, SSE and no vectors at all, with several numbers of threads, and on one core. Threads must not change a bit; other instructions
            must not change a point by more than 1e-5.
            """) { emulate, only, json };
        command.SetAction((line, cancellationToken) => RunAsync(
            line.GetValue(emulate), line.GetValue(only)?.Split(','), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool emulate, string[]? only, string? json, CancellationToken cancellationToken)
    {
        var result = new RunResult("processors", 0);
        var media = Directory.CreateTempSubdirectory("mmva-processors-");
        try
        {
            ComputeChild.CreateMedia(media.FullName);
            var rows = new List<ProcessorRow>();
            Dictionary<string, float[]>? expected = null;
            Console.WriteLine($"{"mode",-24} {"instructions",-34} {"images",8} {"music",8} {"captions",9} {"training",9} {"search",8}");
            foreach (var mode in emulate ? [.. Modes, .. Emulated] : Modes)
            {
                if (only is not null && mode.Name != Usual && !only.Contains(mode.Name)) continue;
                var computed = await RunAsync(mode, media.FullName, cancellationToken);
                expected ??= computed.Values;
                double Of(string prefix) => expected.Where(group => group.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .Max(group => Difference(group.Value, computed.Values[group.Key]));
                var row = new ProcessorRow(
                    mode.Name, computed.Processor, mode.SameBits ? "bits" : $"{Tolerance:0.#####e+0}", Of("Image"), Of("Music"), Of("Caption"),
                    Of("own training"), Of("own search"));
                rows.Add(row);
                Console.WriteLine(
                    $"{row.Mode,-24} {row.Processor,-34} {row.Images,8:0.#e-0} {row.Music,8:0.#e-0} {row.Captions,9:0.#e-0} "
                    + $"{row.Training,9:0.#e-0} {row.Search,8:0.#e-0}");
                foreach (var (name, values) in expected)
                {
                    var difference = Difference(values, computed.Values[name]);
                    if (mode.SameBits && !SameBits(values, computed.Values[name]))
                        result.Fail($"{mode.Name}: {name} differs by {difference:E1}, and should not");
                    else if (difference > Tolerance) result.Fail($"{mode.Name}: {name} differs by {difference:E1}");
                }
            }
            result.Add("rows", rows);
            return result.End(json);
        }
        finally
        {
            media.Delete(recursive: true);
        }
    }

    private static async Task<ComputedValues> RunAsync(ProcessorMode mode, string media, CancellationToken cancellationToken)
    {
        var start = BuiltProgram.Self(ComputeChild.Name, media, "--threads", $"{mode.Threads}");
        if (mode.Program is [var program, .. var options])
        {
            // an emulator wants the file, not a name on the path
            string[] words = [.. options, System.Environment.ProcessPath!, .. start.ArgumentList];
            start.FileName = program;
            start.ArgumentList.Clear();
            foreach (var word in words) start.ArgumentList.Add(word);
        }
        foreach (var (name, value) in mode.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        if (process.ExitCode != 0) throw new MmvaException($"{mode.Name} ended with the exit code {process.ExitCode}: {await errors}");
        return JsonSerializer.Deserialize<ComputedValues>(await output, JsonSerializerOptions.Web)!;
    }

    private static double Difference(float[] a, float[] b) => a.Length != b.Length ? double.PositiveInfinity
        : a.Zip(b, (x, y) => Math.Abs((double)x - y)).DefaultIfEmpty(0).Max();

    private static bool SameBits(float[] a, float[] b) => a.AsSpan().SequenceEqual(b);
}

using System.Globalization;

namespace Mmva.Fuzz.Engine;

/// <summary>The program as it is started for a worker: words by position, of which a user never sees one.</summary>
internal static class WorkerCommand
{
    public const string Name = "worker";

    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var edges = new EdgeMap(); // before any line of an instrumented assembly runs
        var ended = false;
        Console.CancelKeyPress += (_, e) => e.Cancel = true; // is for the process that started this one
        // the end of the input is the end of the process that started this one
        new Thread(() =>
        {
            while (Console.In.Read() >= 0) { }
            ended = true;
        }) { IsBackground = true }.Start();
        using var target = Targets.AllTargets.Find(args[1]);
        target.Scratch = ScratchOf(target.Name, Environment.ProcessId);
        Directory.CreateDirectory(target.Scratch);
        Environment.SetEnvironmentVariable("TMPDIR", target.Scratch);
        try
        {
            var folder = Path.Combine(args[2], target.Name);
            new Worker(target, edges, new(folder, args[3], Number<ulong>(args[4]), Number<long>(args[5]), Number<long>(args[6]),
                () => Volatile.Read(ref ended))).Run();
            return 0;
        }
        finally
        {
            Directory.Delete(target.Scratch, recursive: true);
        }
    }

    /// <summary>The folder of a worker's files, in memory where there is such a folder.</summary>
    public static string ScratchOf(string target, int process) => Path.Combine(Memory, $"mmva-fuzz-{target}-{process}");

    public static string Memory => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private static T Number<T>(string word) where T : IParsable<T> => T.Parse(word, CultureInfo.InvariantCulture);
}

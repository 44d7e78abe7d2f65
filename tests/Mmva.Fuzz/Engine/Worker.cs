namespace Mmva.Fuzz.Engine;

/// <summary>Runs the inputs of a target, in a process of its own: the seeds as they are, then changed ones.</summary>
internal sealed unsafe class Worker(FuzzTarget target, EdgeMap edges, WorkerOptions options)
{
    private const int MostFindings = 20;

    private readonly HashSet<string> _signatures = [];

    public void Run()
    {
        Directory.CreateDirectory(options.Folder);
        foreach (var text in Directory.GetFiles(options.Folder, "*.txt")) _signatures.Add(Read(text).Signature);
        using var slot = new InputSlot(options.Slot);
        target.Start();
        using var corpus = new Corpus(Path.Combine(options.Folder, $"corpus-{options.Seed}"), target.Seeds());
        var mutator = new Mutator(target, corpus);
        var judge = new Judge(target);
        // what is loaded once is not an input's
        foreach (var seed in Enumerable.Range(0, corpus.Seeds)) judge.Run(corpus[seed]);
        var watch = new ProcessWatch(target, judge);
        watch.Begin();
        ref var counters = ref slot.Counters;
        counters.Corpus = corpus.Count;
        for (var index = options.Start; index < options.Inputs; index++)
        {
            var input = index < corpus.Seeds ? corpus[(int)index] : mutator.Next(new(options.Seed, target.Name, index));
            slot.Begin(index, input);
            edges.Clear();
            var finding = judge.Run(input);
            var (taken, isNew) = edges.AddTo(slot.Seen);
            slot.End();
            counters.Done++;
            counters.Edges += taken;
            if (judge.IsRefused) counters.Refused++;
            counters.MaxMicroseconds = Math.Max(counters.MaxMicroseconds, judge.Microseconds);
            counters.MaxAllocated = Math.Max(counters.MaxAllocated, judge.Allocated);
            if (finding is not null) Add(finding, index, input, ref counters);
            else if (isNew && index >= corpus.Seeds)
            {
                corpus.Add(input);
                counters.Corpus = corpus.Count;
            }
            if (watch.After(index, input) is var (found, at, bytes)) Add(found, at, bytes, ref counters);
            if (options.Canceled()) return;
        }
    }

    private void Add(Finding finding, long index, byte[] input, ref SlotCounters counters)
    {
        if (_signatures.Count >= MostFindings || !_signatures.Add(finding.Signature)) return;
        counters.Findings++;
        Console.Error.WriteLine($"{target.Name}: {finding.Kind}: {finding.Save(options.Folder, options.Seed, index, input)}");
    }

    private static Finding Read(string path)
    {
        var lines = File.ReadAllText(path).Split('\n', 3);
        return new(lines[1], lines[2].TrimEnd('\n'));
    }
}

/// <summary>What a worker is told by the process that started it.</summary>
internal sealed record WorkerOptions(string Folder, string Slot, ulong Seed, long Start, long Inputs, Func<bool> Canceled);

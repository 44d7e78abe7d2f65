using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>A tower of the paper in full size, and what it is measured on.</summary>
internal abstract class PaperTower
{
    public static IReadOnlyList<PaperTower> All { get; } = [new ClipCases(), new RobertaCases(), new MertCases()];

    /// <summary>Also the name of the peer's file.</summary>
    public abstract string Name { get; }

    /// <summary>What is run, for example <c>64-mixed</c>; and how many turns it takes for one of the others, as short ones can have more.</summary>
    public abstract IReadOnlyList<(string Case, int Turns)> Cases { get; }

    /// <summary>The error that 8-bit products may have, as a part of the features' root mean square.</summary>
    public abstract double FastLimit { get; }

    /// <summary>Writes the weights.</summary>
    public abstract TemporaryModel CreateModel();

    public abstract Contender Ours(string folder, Precision precision, OnnxSessionOptions options);

    public Contender Peer(string peers, OnnxSessionOptions options)
    {
        var session = new TowerSession(Path.Combine(peers, $"{Name}.onnx"), options);
        return new(session, name => PeerWork(session, name));
    }

    protected abstract Work PeerWork(TowerSession peer, string name);
}

/// <summary>A loaded tower, ours or the peer's.</summary>
internal sealed class Contender(IDisposable tower, Func<string, Work> prepare) : IDisposable
{
    public Work Prepare(string name) => prepare(name);

    public void Dispose() => tower.Dispose();
}

/// <summary>A case, ready to be run.</summary>
/// <param name="Run">What is timed.</param>
/// <param name="Features">What the last run gave.</param>
internal sealed record Work(Action Run, Func<float[]> Features);

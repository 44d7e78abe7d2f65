namespace Mmva.Fuzz.Engine;

/// <summary>A parser of bytes in memory.</summary>
/// <param name="name">The name on the command line.</param>
/// <param name="covers">What is run.</param>
/// <param name="run">Reads an input.</param>
/// <param name="seeds">Valid inputs.</param>
internal class ParserTarget(string name, string covers, Action<byte[]> run, Func<IEnumerable<byte[]>> seeds) : FuzzTarget
{
    private int _maxBytes;

    public override string Name => name;

    public override string Covers => covers;

    public override int MaxBytes => _maxBytes > 0 ? _maxBytes : base.MaxBytes;

    public int Most { init => _maxBytes = value; }

    public override IReadOnlyList<byte[]> Words => Dictionary;

    public IReadOnlyList<byte[]> Dictionary { get; init; } = [];

    public override bool IsText => Text;

    public bool Text { get; init; }

    /// <summary>What is documented apart from the exceptions of the project.</summary>
    public Func<Exception, bool>? Refusal { get; init; }

    public RepairBytes? Repairing { get; init; }

    public delegate void RepairBytes(Span<byte> input);

    public override IEnumerable<byte[]> Seeds() => seeds();

    public override void Run(byte[] input) => run(input);

    public override void Repair(Span<byte> input) => Repairing?.Invoke(input);

    public override bool IsRefusal(Exception e) => base.IsRefusal(e) || Refusal?.Invoke(e) == true;
}

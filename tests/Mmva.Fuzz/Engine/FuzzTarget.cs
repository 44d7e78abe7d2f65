namespace Mmva.Fuzz.Engine;

/// <summary>One parser under test.</summary>
/// <remarks>A target is used by one thread. What it opens it closes, and what it writes is below <see cref="Scratch"/>.</remarks>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is run, in a few words.</summary>
    public abstract string Covers { get; }

    /// <summary>The most bytes of an input.</summary>
    public virtual int MaxBytes => 4 << 10;

    /// <summary>Words of the format.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Whether the format is text, in which numbers and quotes are worth changing as a whole.</summary>
    public virtual bool IsText => false;

    /// <summary>A folder in memory for files of this target. It exists when <see cref="Start"/> is called.</summary>
    public string Scratch { get; set; } = "";

    /// <summary>Prepares what all inputs share.</summary>
    public virtual void Start() { }

    /// <summary>Valid inputs, small and different.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Makes checksums fit after a change, so that what is behind them is reached. Applied to half of the inputs.</summary>
    public virtual void Repair(Span<byte> input) { }

    /// <summary>Reads an input to the end.</summary>
    /// <exception cref="Exception">The input is refused, see <see cref="IsRefusal"/>.</exception>
    public abstract void Run(byte[] input);

    /// <summary>Whether an exception is a documented refusal of an input.</summary>
    public virtual bool IsRefusal(Exception e) => e is MmvaException;

    public virtual void Dispose() { }

    /// <summary>A file below <see cref="Scratch"/>.</summary>
    protected string File(string name) => Path.Combine(Scratch, name);

    protected static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    protected static IReadOnlyList<byte[]> Bytes(params IEnumerable<string> texts) => [.. texts.Select(Bytes)];
}

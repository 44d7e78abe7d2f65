namespace Mmva.Encoders;

/// <summary>Settings of <see cref="MiniLmEncoder"/>.</summary>
public sealed class MiniLmOptions
{
    /// <summary>The default of <see cref="MaxTokens"/>.</summary>
    public const int DefaultMaxTokens = 256;

    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

    /// <summary>Tokens of a caption that are read, its two special ones included; the rest is cut off, and a notice says so.</summary>
    /// <value>The default is 256, the length that the model was trained with; 2 to the positions of the model (512) are possible.</value>
    public int MaxTokens { get; set; } = DefaultMaxTokens;

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the processor.</value>
    public OnnxSessionOptions Session { get; set; } = new();
}

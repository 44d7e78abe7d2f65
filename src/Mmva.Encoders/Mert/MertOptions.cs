using Mmva.Encoders.Onnx;

namespace Mmva.Encoders.Mert;

/// <summary>Settings of <see cref="MertEncoder"/>.</summary>
public sealed class MertOptions
{
    /// <summary>The default of <see cref="WindowSeconds"/>.</summary>
    public const double DefaultWindowSeconds = 10;

    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Encoders.Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

    /// <summary>
    /// The longest sound that is encoded in one piece (s). Longer sound is cut into the fewest equal windows of at most this length, and its features are the mean over them.
    /// Memory and, beyond about 10 s, the time for a second of sound grow with it.
    /// </summary>
    /// <value>The default is 10; 1 to 60 are possible. The model was trained on pieces of 5 s.</value>
    public double WindowSeconds { get; set; } = DefaultWindowSeconds;

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the processor.</value>
    public OnnxSessionOptions Session { get; set; } = new();
}

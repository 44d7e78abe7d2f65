using Mmva.Encoders.Onnx;

namespace Mmva.Encoders.Clip;

/// <summary>Settings of <see cref="ClipEncoder"/>.</summary>
public sealed class ClipOptions
{
    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Encoders.Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the processor.</value>
    public OnnxSessionOptions Session { get; set; } = new();
}

using Mmva.Encoders.Onnx;

namespace Mmva.Encoders.Roberta;

/// <summary>Settings of <see cref="RobertaEncoder"/>.</summary>
public sealed class RobertaOptions
{
    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Encoders.Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

    /// <summary>Tokens of a caption that are read, its two special ones included; the rest is cut off, and a notice says so.</summary>
    /// <value>The default is null: as many as the model takes (512).</value>
    public int? MaxTokens { get; set; }

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the processor.</value>
    public OnnxSessionOptions Session { get; set; } = new();
}

using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>How ONNX Runtime runs a tower.</summary>
public sealed class OnnxSessionOptions
{
    /// <summary>Threads that one run may use.</summary>
    /// <value>The default is 0: one per physical core. A negative number is refused when a tower is loaded.</value>
    public int IntraOpThreads { get; set; }

    /// <summary>
    /// Called last with the options of the session: the place to append an execution provider
    /// (<c>o => o.AppendExecutionProvider_CUDA()</c>) or to set what has no property here.
    /// </summary>
    /// <value>The default is null: the processor runs everything.</value>
    public Action<SessionOptions>? Configure { get; set; }
}

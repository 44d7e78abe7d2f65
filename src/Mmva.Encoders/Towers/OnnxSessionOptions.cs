using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>How ONNX Runtime runs a tower.</summary>
public sealed class OnnxSessionOptions
{
    /// <summary>Threads that one run may use.</summary>
    /// <value>The default is 0: one per physical core.</value>
    [Range(0, 1024)]
    public int IntraOpThreads { get; set; }

    /// <summary>
    /// Called last with the options of the session, to append an execution provider (<c>o => o.AppendExecutionProvider_CUDA()</c>)
    /// or to set anything that has no property here.
    /// </summary>
    /// <value>The default is <see langword="null"/>: everything runs on the CPU.</value>
    public Action<SessionOptions>? Configure { get; set; }
}

[OptionsValidator]
internal sealed partial class OnnxSessionOptionsValidator : IValidateOptions<OnnxSessionOptions>;

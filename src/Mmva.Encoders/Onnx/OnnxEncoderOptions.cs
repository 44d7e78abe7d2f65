using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options common to the encoders of third-party .onnx files.</summary>
public abstract class OnnxEncoderOptions
{
    /// <summary>The default of <see cref="License"/>.</summary>
    public const string DefaultLicense = "unknown";

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 8;

    /// <summary>The name of the input.</summary>
    /// <value>The default is <see langword="null"/>: the only input of the file, or <c>input_ids</c> for captions.</value>
    public string? Input { get; set; }

    /// <summary>
    /// The name of the output: [batch, width] is one feature vector per input, [batch, layers, width] several;
    /// [batch, positions, width] with a size that is not fixed is averaged over the positions.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the only output of the file.</value>
    public string? Output { get; set; }

    /// <summary>A short name for the metadata.</summary>
    /// <value>The default is <see langword="null"/>: the name of the file without its extension.</value>
    public string? Name { get; set; }

    /// <summary>The license of the weights, for the metadata.</summary>
    /// <value>The default is <c>unknown</c>.</value>
    [Required]
    public string License { get; set; } = DefaultLicense;

    /// <summary>The number of inputs in one run of the graph, at most. A file with a fixed batch of 1 runs them one by one.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 65_536)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the CPU.</value>
    [Required, ValidateObjectMembers]
    public OnnxSessionOptions Session { get; set; } = new();

    /// <summary>The settings that change the features.</summary>
    private protected abstract string Preprocessing { get; }

    internal string Fingerprint => $"{Input}|{Output}|{Preprocessing}";
}

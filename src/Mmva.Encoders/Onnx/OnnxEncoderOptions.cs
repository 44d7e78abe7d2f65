namespace Mmva.Encoders;

/// <summary>What the encoders of foreign .onnx files have in common.</summary>
public abstract class OnnxEncoderOptions
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 8;

    /// <summary>The name of the input.</summary>
    /// <value>The default is null: the file's only input, or for captions <c>input_ids</c>.</value>
    public string? Input { get; set; }

    /// <summary>
    /// The name of the output: [batch, width] is one feature vector per input, [batch, layers, width] several;
    /// [batch, positions, width] with a size that is not fixed is averaged over the positions.
    /// </summary>
    /// <value>The default is null: the file's only output.</value>
    public string? Output { get; set; }

    /// <summary>A short name for the metadata.</summary>
    /// <value>The default is null: the file's name without its extension.</value>
    public string? Name { get; set; }

    /// <summary>The license of the weights, for the metadata.</summary>
    /// <value>The default is <c>unknown</c>.</value>
    public string License { get; set; } = "unknown";

    /// <summary>Inputs that go through the graph at once, at most. A file with a fixed batch of 1 takes them one by one.</summary>
    /// <value>The default is 8.</value>
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the processor.</value>
    public OnnxSessionOptions Session { get; set; } = new();

    /// <summary>What of the settings changes the features.</summary>
    private protected abstract string Preprocessing { get; }

    internal string Fingerprint => $"{Input}|{Output}|{Preprocessing}";
}

namespace Mmva.Encoders;

/// <summary>Settings of <see cref="RobertaEncoder"/>.</summary>
public sealed class RobertaOptions
{
    /// <summary>The default of <see cref="License"/>: that of the published weights.</summary>
    public const string DefaultLicence = "MIT";

    /// <summary>The default of <see cref="Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/FacebookAI/roberta-base";

    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

    /// <summary>Tokens of a caption that are read, its two special ones included; the rest is cut off, and a notice says so.</summary>
    /// <value>The default is null: as many as the model takes (512).</value>
    public int? MaxTokens { get; set; }

    /// <summary>The license of the weights, for the metadata and the log. State it where they are not the published ones.</summary>
    /// <value>The default is <see cref="DefaultLicence"/>.</value>
    public string License { get; set; } = DefaultLicence;

    /// <summary>Where the weights come from, for the metadata and the log.</summary>
    /// <value>The default is <see cref="DefaultSource"/>.</value>
    public string Source { get; set; } = DefaultSource;

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the processor.</value>
    public OnnxSessionOptions Session { get; set; } = new();
}

namespace Mmva.Encoders;

/// <summary>Settings of <see cref="ClipEncoder"/>.</summary>
public sealed class ClipOptions
{
    /// <summary>The default of <see cref="License"/>: that of the published weights.</summary>
    public const string DefaultLicence = "MIT";

    /// <summary>The default of <see cref="Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/openai/clip-vit-base-patch32";

    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

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

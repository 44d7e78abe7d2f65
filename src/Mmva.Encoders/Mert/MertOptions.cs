namespace Mmva.Encoders;

/// <summary>Settings of <see cref="MertEncoder"/>.</summary>
public sealed class MertOptions
{
    /// <summary>The default of <see cref="License"/>: that of the published weights.</summary>
    public const string DefaultLicence = "CC-BY-NC-4.0";

    /// <summary>The default of <see cref="Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/m-a-p/MERT-v1-95M";

    /// <summary>The default of <see cref="WindowSeconds"/>.</summary>
    public const double DefaultWindowSeconds = 10;

    /// <summary>How it computes.</summary>
    /// <value>The default is <see cref="Precision.Exact"/>.</value>
    public Precision Precision { get; set; }

    /// <summary>
    /// The longest sound that is encoded in one piece (s). Longer sound is cut into the fewest equal windows of at most this length, and its features are the mean over them.
    /// Memory and, beyond about 10 s, the time for a second of sound grow with it.
    /// </summary>
    /// <value>The default is 10; 1 to 60 are possible. The model was trained on pieces of 5 s.</value>
    public double WindowSeconds { get; set; } = DefaultWindowSeconds;

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

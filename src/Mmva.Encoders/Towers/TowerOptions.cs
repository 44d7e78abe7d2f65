using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options common to the encoders whose towers are loaded from a folder of published weights.</summary>
public abstract class TowerOptions
{
    private protected TowerOptions(string license, string source)
    {
        License = license;
        Source = source;
    }

    /// <summary>The arithmetic of the tower.</summary>
    /// <value>The default is <see cref="Precision.Exact"/>.</value>
    [AllowedValues(Precision.Exact, Precision.Fast, ErrorMessage = "Precision must be Exact or Fast.")]
    public Precision Precision { get; set; }

    /// <summary>The license of the weights, for the metadata and the log. Set it if they are not the published ones.</summary>
    /// <value>The default is the license of the published weights.</value>
    [Required]
    public string License { get; set; }

    /// <summary>Where the weights come from, for the metadata and the log. Set it if they are not the published ones.</summary>
    /// <value>The default is the address of the published weights.</value>
    [Required]
    public string Source { get; set; }

    /// <summary>Threads and execution provider.</summary>
    /// <value>The default is one thread per physical core, on the CPU.</value>
    [Required, ValidateObjectMembers]
    public OnnxSessionOptions Session { get; set; } = new();
}

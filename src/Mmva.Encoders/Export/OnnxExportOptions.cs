namespace Mmva;

/// <summary>Options of <see cref="OnnxExportExtensions.SaveOnnx"/>.</summary>
public sealed class OnnxExportOptions
{
    /// <summary>
    /// Whether trained weights are stored as float16 (IEEE half precision): half the file. A program converts them to float32 when it loads the
    /// file, so that predictions take the same time. Weights of 8 bits, small ones, and those beyond the range of float16 stay as they are.
    /// </summary>
    /// <value>The default is <see langword="false"/>: float32.</value>
    public bool Float16Weights { get; set; }
}

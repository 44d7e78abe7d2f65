using Mmva.Encoders.Mert;

namespace Mmva.DependencyInjection;

/// <summary>Takes MERT as the encoder of music.</summary>
public static class MertMmvaBuilderExtensions
{
    /// <summary>Takes MERT-v1-95M from a folder as the encoder of music, in place of any other. It is loaded when first needed.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="folder">Holds config.json, the weights, and preprocessor_config.json where the sound is not to be normalised.</param>
    /// <param name="options">Precision, windows and session; null for the defaults.</param>
    public static IMmvaBuilder UseMert(this IMmvaBuilder builder, string folder, MertOptions? options = null) => builder.UseMusicEncoder(_ => MertEncoder.Load(folder, options));
}

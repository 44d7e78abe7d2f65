using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>What an embedding generator's metadata may leave open when it becomes an encoder.</summary>
public sealed class GeneratorEncoderOptions
{
    /// <summary>The encoder's name. It keys cached features, with the provider and the width: change it when the model behind the generator changes, or what <see cref="Generation"/> asks of it besides model and dimensions.</summary>
    /// <value>The default is the model that <see cref="Generation"/> asks for, then the generator's default model.</value>
    public string? Name { get; set; }

    /// <summary>Numbers per vector.</summary>
    /// <value>The default is what <see cref="Generation"/> asks for, then what the generator says of its default model.</value>
    public int? Width { get; set; }

    /// <summary>The license of the weights.</summary>
    /// <value>The default is <c>unknown</c>, or the encoder's where the generator was made from one.</value>
    public string? License { get; set; }

    /// <summary>Where the weights were published.</summary>
    /// <value>The default is the provider's address or name.</value>
    public string? Source { get; set; }

    /// <summary>What every call hands to the generator: a model or a number of dimensions, for example. Copied when the encoder is made.</summary>
    /// <value>The default is nothing.</value>
    public EmbeddingGenerationOptions? Generation { get; set; }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Mmva.Extensions.AI;

/// <summary>What the metadata of an embedding generator may omit when it is used as an encoder.</summary>
public sealed class GeneratorEncoderOptions
{
    /// <summary>
    /// The encoder's name. It keys cached features, with the provider and the width: change it when the model behind the generator changes,
    /// or what <see cref="Generation"/> requests in addition to model and dimensions.
    /// </summary>
    /// <value>The default is the model that <see cref="Generation"/> requests, then the generator's default model.</value>
    public string? Name { get; set; }

    /// <summary>Values per vector.</summary>
    /// <value>The default is the number that <see cref="Generation"/> requests, then that of the generator's default model.</value>
    [Range(1, int.MaxValue)]
    public int? Width { get; set; }

    /// <summary>The license of the weights.</summary>
    /// <value>The default is <c>unknown</c>, or the encoder's if the generator was created from one.</value>
    public string? License { get; set; }

    /// <summary>Where the weights were published.</summary>
    /// <value>The default is the provider's address or name.</value>
    public string? Source { get; set; }

    /// <summary>
    /// The options of every call of the generator: a model or a number of dimensions, for example. Copied when the encoder is created.
    /// </summary>
    /// <value>The default is <see langword="null"/>, for none.</value>
    public EmbeddingGenerationOptions? Generation { get; set; }
}

[OptionsValidator]
internal sealed partial class GeneratorEncoderOptionsValidator : IValidateOptions<GeneratorEncoderOptions>;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mmva;

/// <summary>Sets the model of a host.</summary>
public static partial class MmvaBuilderExtensions
{
    /// <summary>Uses a trained model from a file, replacing any other.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="path">A safetensors file written by <see cref="MmvaModel.Save"/>; read when first needed.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static IMmvaBuilder UseModel(this IMmvaBuilder builder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.UseModel(_ => MmvaModel.Load(path));
    }

    /// <summary>Uses a trained model, replacing any other.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="create">Creates the model once, when it is first needed.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseModel(this IMmvaBuilder builder, Func<IServiceProvider, MmvaModel> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(builder.ServiceKey, (provider, _) => create(provider)));
        return builder;
    }
}

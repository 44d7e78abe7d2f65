using Microsoft.Extensions.DependencyInjection;

namespace Mmva;

/// <summary>Adds encoders, a model and tasks to a host; returned by <c>services.AddMmva()</c>.</summary>
public interface IMmvaBuilder
{
    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }

    /// <summary>The key of the model, the encoders and the predictor, or <see langword="null"/> after <c>AddMmva</c>.</summary>
    string? ServiceKey { get; }
}

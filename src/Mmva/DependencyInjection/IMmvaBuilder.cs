using Microsoft.Extensions.DependencyInjection;

namespace Mmva;

/// <summary>What <c>services.AddMmva()</c> returns: encoders, heads and tasks are added to it.</summary>
public interface IMmvaBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}

using Microsoft.Extensions.DependencyInjection;

namespace Mmva.Tasks;

/// <summary>How keyed tasks find what they depend on.</summary>
internal static class KeyedServices
{
    /// <summary>The service with a key, or the one without a key if there is none.</summary>
    public static T GetKeyedOrDefault<T>(this IServiceProvider provider, string key) where T : notnull =>
        provider.GetKeyedService<T>(key) ?? provider.GetRequiredService<T>();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Diagnostics;
using Mmva.Encoders;

namespace Mmva;

/// <summary>Registers the options of an encoder.</summary>
internal static class EncoderOptionsRegistration
{
    /// <summary>Configures the options, validates them when the host starts, and adds ONNX Runtime to the diagnostics.</summary>
    /// <returns>Reads the options from the services of the host.</returns>
    public static Func<IServiceProvider, TOptions> AddEncoderOptions<TOptions>(
        this IMmvaBuilder builder, IValidateOptions<TOptions> validator, Action<TOptions>? configure) where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<TOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IValidateOptions<TOptions>), validator));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, OnnxRuntimeDiagnostics>());
        return services => services.GetRequiredService<IOptions<TOptions>>().Value;
    }
}

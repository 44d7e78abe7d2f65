using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds video summaries to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IVideoSummarizer"/>, <see cref="IVideoReader"/> and <see cref="VideoCutter"/>, unless the host has registered its own.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddVideoSummarization(this IMmvaBuilder builder, Action<VideoSummaryOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, configure);
        builder.Services.TryAddSingleton(provider => Create(provider, Options.DefaultName, provider.GetRequiredService<IEmotionPredictor>()));
        return builder;
    }

    /// <summary>Adds another summarizer with its own options under a key: <c>[FromKeyedServices("trailer")] IVideoSummarizer</c>.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key of the service, and the name of the options.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// Uses the <see cref="IEmotionPredictor"/> with the same key, or the one without a key if there is none.
    /// May be called twice with one key; both configurations apply.
    /// </remarks>
    public static IMmvaBuilder AddKeyedVideoSummarization(this IMmvaBuilder builder, string key, Action<VideoSummaryOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key, provider.GetKeyedOrDefault<IEmotionPredictor>(key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, Action<VideoSummaryOptions>? configure)
    {
        builder.AddVideo();
        var options = builder.Services.AddOptions<VideoSummaryOptions>(name).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VideoSummaryOptions>, VideoSummaryOptionsValidator>());
    }

    private static IVideoSummarizer Create(IServiceProvider provider, string name, IEmotionPredictor predictor) => new VideoSummarizer(
        predictor, provider.GetRequiredService<IVideoReader>(), provider.GetRequiredService<IOptionsMonitor<VideoSummaryOptions>>().Get(name));
}

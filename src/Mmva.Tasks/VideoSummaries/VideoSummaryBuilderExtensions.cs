using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds video summaries to a host.</summary>
public static class VideoSummaryBuilderExtensions
{
    /// <summary>Adds <see cref="IVideoSummarizer"/>, <see cref="IVideoReader"/> and <see cref="VideoCutter"/>, unless the host has its own.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned; encoders and heads come from it, mostly by <c>.UseCompact()</c>.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddVideoSummarization(this IMmvaBuilder builder, Action<VideoSummaryOptions>? configure = null)
    {
        AddOptions(builder, Options.DefaultName, configure);
        builder.Services.TryAddSingleton(provider => Create(provider, Options.DefaultName));
        return builder;
    }

    /// <summary>Adds a summarizer with options of its own beside others, to be asked for by a key: <c>[FromKeyedServices("trailer")] IVideoSummarizer</c>.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="key">The key, which also names its options.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <remarks>Calling it twice with one key adds nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddKeyedVideoSummarization(this IMmvaBuilder builder, string key, Action<VideoSummaryOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        AddOptions(builder, key, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key));
        return builder;
    }

    private static void AddOptions(IMmvaBuilder builder, string name, Action<VideoSummaryOptions>? configure)
    {
        var services = builder.AddVideo().Services;
        services.AddOptions<VideoSummaryOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VideoSummaryOptions>, VideoSummaryOptionsValidator>());
    }

    private static IVideoSummarizer Create(IServiceProvider provider, string name) => new VideoSummarizer(
        provider.GetService<MmvaModel>() ?? throw new MmvaException("No heads are there: add .UseCompact() or .UseModel(path) after AddMmva()."),
        provider.GetService<IModalityEncoder<RgbImage>>(), provider.GetService<IModalityEncoder<Waveform>>(),
        provider.GetRequiredService<IVideoReader>(), provider.GetRequiredService<IOptionsMonitor<VideoSummaryOptions>>().Get(name));
}

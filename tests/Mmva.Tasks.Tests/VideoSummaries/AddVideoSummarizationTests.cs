using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks.Tests.VideoSummaries;

public class AddVideoSummarizationTests
{
    [Fact]
    public void Adds_a_summarizer_once_with_what_it_needs()
    {
        using var services = Services(builder => builder.AddVideoSummarization(o => o.Share = 0.3).AddVideoSummarization(o => o.FramesPerSecond = 1));

        services.GetServices<IVideoSummarizer>().Should().ContainSingle();
        services.GetServices<IVideoReader>().Should().ContainSingle();
        services.GetServices<VideoCutter>().Should().ContainSingle();
        var options = services.GetRequiredService<IOptions<VideoSummaryOptions>>().Value;
        (options.Share, options.FramesPerSecond).Should().Be((0.3, 1));
    }

    [Fact]
    public async Task A_key_has_its_own_options_and_predictor()
    {
        using var services = Services(builder => builder
            .AddVideoSummarization().AddKeyedVideoSummarization("trailer", o => o.Share = 0.05).AddKeyedVideoSummarization("trailer")
            .Services.AddKeyedSingleton<IEmotionPredictor>("trailer", new ColorTower().MusicPredictor));

        services.GetRequiredKeyedService<IVideoSummarizer>("trailer").Should().NotBeSameAs(services.GetRequiredService<IVideoSummarizer>());
        services.GetKeyedServices<IVideoSummarizer>("trailer").Should().ContainSingle();
        var options = services.GetRequiredService<IOptionsMonitor<VideoSummaryOptions>>();
        (options.Get("trailer").Share, options.CurrentValue.Share).Should().Be((0.05, 0.15));
        await services.GetRequiredKeyedService<IVideoSummarizer>("trailer").Awaiting(s => s.SummarizeAsync("no such video"))
            .Should().ThrowAsync<MmvaException>("its predictor has no image encoder").WithMessage("*image encoder*");
    }

    [Fact]
    public void The_defaults_are_these()
    {
        new VideoSummaryOptions().Should().BeEquivalentTo(new
        {
            Arousal = ArousalSource.Images, Share = 0.15, Value = ShotValue.MeanArousal, FramesPerSecond = 2.0,
            Shots = ShotDetection.Automatic, ShotLength = TimeSpan.FromSeconds(2), ChangePenalty = 0.7,
                SegmentationWindow = TimeSpan.FromMinutes(15), MusicSegment = TimeSpan.FromSeconds(3), ThumbnailSide = 192,
        });
    }

    [Fact]
    public void Options_are_validated_when_the_host_starts()
    {
        using var services = Services(builder => builder.AddVideoSummarization().AddKeyedVideoSummarization("bad", o => o.Share = 2));
        FluentActions.Invoking(() => services.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>()
            .WithMessage("*bad.Share must be between 0 exclusive and 1.");
    }

    private static ServiceProvider Services(Func<IMmvaBuilder, object> add)
    {
        var services = new ServiceCollection();
        add(services.AddMmva().UseCompact());
        return services.BuildServiceProvider();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks.Tests;

public class AddSoundtracksTests
{
    [Fact]
    public void Adds_everything_once_with_its_options()
    {
        using var services = Services(builder => builder.AddSoundtracks(o => o.ChangeCost = 2).AddSoundtracks(o => o.MaximumTracks = 3));

        services.GetServices<ISoundtrackPlanner>().Should().ContainSingle();
        services.GetServices<SoundtrackMedia>().Should().ContainSingle();
        services.GetServices<SoundtrackVideoWriter>().Should().ContainSingle();
        services.GetServices<IVideoReader>().Should().ContainSingle();
        var options = services.GetRequiredService<IOptions<SoundtrackOptions>>().Value;
        (options.ChangeCost, options.MaximumTracks).Should().Be((2, 3));
    }

    [Fact]
    public void A_key_has_its_own_options()
    {
        using var services = Services(builder => builder
            .AddSoundtracks().AddKeyedSoundtracks("one", o => o.MaximumTracks = 1).AddKeyedSoundtracks("one"));

        services.GetRequiredKeyedService<ISoundtrackPlanner>("one").Should().NotBeSameAs(services.GetRequiredService<ISoundtrackPlanner>());
        services.GetKeyedServices<SoundtrackMedia>("one").Should().ContainSingle();
        var options = services.GetRequiredService<IOptionsMonitor<SoundtrackOptions>>();
        (options.Get("one").MaximumTracks, options.CurrentValue.MaximumTracks).Should().Be((1, null));
    }

    [Fact]
    public void Options_are_validated_when_the_host_starts()
    {
        using var services = Services(builder => builder.AddSoundtracks(o => o.ChangeCost = -1));
        FluentActions.Invoking(() => services.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>()
            .WithMessage("*ChangeCost*");
    }

    private static ServiceProvider Services(Action<IMmvaBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddMmva().UseCompact());
        return services.BuildServiceProvider();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mmva.Tests.DependencyInjection;

public class AddMmvaTests
{
    [Fact]
    public void The_defaults_are_these()
    {
        using var provider = Services(_ => { });
        var options = provider.GetRequiredService<IOptions<MmvaOptions>>().Value;
        (options.Sigma, options.BatchSize).Should().Be((0.3563004, 16));
        provider.GetRequiredService<EmotionalSimilarity>().Sigma.Should().Be(0.3563004);
    }

    [Fact]
    public void Options_out_of_range_are_named_with_their_range()
    {
        using var provider = Services(o => (o.Sigma, o.BatchSize) = (0, 0));
        provider.Invoking(p => p.GetRequiredService<EmotionalSimilarity>()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().Equal("Sigma: The field MmvaOptions.Sigma must be between 1E-06 and 1000000.", "BatchSize: The field MmvaOptions.BatchSize must be between 1 and 4096.");
    }

    [Fact]
    public void Adding_twice_adds_no_service_twice()
    {
        var services = new ServiceCollection();
        services.AddMmva(o => o.BatchSize = 3);
        var count = services.Count(s => s.ServiceType.Namespace!.StartsWith("Mmva", StringComparison.Ordinal));
        services.AddMmva(o => o.Sigma = 0.5);
        services.Count(s => s.ServiceType.Namespace!.StartsWith("Mmva", StringComparison.Ordinal)).Should().Be(count);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<MmvaOptions>>().Value;
        (options.Sigma, options.BatchSize).Should().Be((0.5, 3));
    }

    private static ServiceProvider Services(Action<MmvaOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddMmva(configure);
        return services.BuildServiceProvider();
    }
}

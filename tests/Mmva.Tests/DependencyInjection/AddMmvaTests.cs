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
        (options.Sigma, options.BatchSize).Should().Be((null, 16));
    }

    [Fact]
    public void Options_out_of_range_are_named_with_their_range()
    {
        using var provider = Services(options =>
        {
            options.Sigma = 0;
            options.BatchSize = 0;
        });
        var resolve = () => provider.GetRequiredService<EmotionalSimilarity>();
        resolve.Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            "Sigma: The field MmvaOptions.Sigma must be between 1E-06 and 1000000.",
            "BatchSize: The field MmvaOptions.BatchSize must be between 1 and 4096.");
    }

    [Theory]
    [InlineData("one")]
    [InlineData(null)]
    public void Adding_twice_adds_no_service_twice(string? key)
    {
        var services = new ServiceCollection();
        Add(services, key, options => options.BatchSize = 3);
        var count = services.Count(s => s.ServiceType.Namespace!.StartsWith("Mmva", StringComparison.Ordinal));
        Add(services, key, options => options.Sigma = 0.5);
        services.Count(s => s.ServiceType.Namespace!.StartsWith("Mmva", StringComparison.Ordinal)).Should().Be(count);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<MmvaOptions>>().Get(key);
        (options.Sigma, options.BatchSize).Should().Be((0.5, 3));
    }

    [Fact]
    public void Sigma_comes_from_the_options_then_from_the_model_then_from_Imemnet()
    {
        Sigma(null, null).Should().Be(0.3563004);
        Sigma(null, new MmvaModel(new() { HiddenWidth = 4 })).Should().Be(0.3563004);
        Sigma(null, new MmvaModel(new() { HiddenWidth = 4, Sigma = 0.25 })).Should().Be(0.25);
        Sigma(0.5, new MmvaModel(new() { HiddenWidth = 4, Sigma = 0.25 })).Should().Be(0.5);

        static double Sigma(double? option, MmvaModel? model)
        {
            var services = new ServiceCollection();
            var builder = services.AddMmva(options => options.Sigma = option);
            if (model is not null) builder.UseModel(_ => model);
            using var provider = services.BuildServiceProvider();
            return provider.GetRequiredService<EmotionalSimilarity>().Sigma;
        }
    }

    [Fact]
    public void A_model_is_not_loaded_for_a_sigma_that_the_options_set()
    {
        using var provider = Services(options => options.Sigma = 0.5, builder => builder.UseModel("missing.safetensors"));
        provider.GetRequiredService<EmotionalSimilarity>().Sigma.Should().Be(0.5);
    }

    private static IMmvaBuilder Add(ServiceCollection services, string? key, Action<MmvaOptions> configure) =>
        key is null ? services.AddMmva(configure) : services.AddKeyedMmva(key, configure);

    private static ServiceProvider Services(Action<MmvaOptions> configure, Action<IMmvaBuilder>? add = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddMmva(configure);
        add?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Compact;
using Mmva.Model;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Prompts;

public sealed class AddPromptGenerationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Precision.Fast)]
    [InlineData(Precision.Exact)]
    public async Task The_shipped_catalogue_is_that_of_the_compact_model_in_either_precision(Precision precision)
    {
        using var provider = Compact(o => o.CaptionPrecision = precision).BuildServiceProvider();
        var (predictor, selector) = (provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredService<IPromptSelector>());

        var catalogue = await selector.PrepareAsync();

        Directory.GetFileSystemEntries(_folder.Path).Should().BeEmpty("nothing was built");
        catalogue.Count.Should().Be(54_912);
        new FileInfo(Path.Combine(AppContext.BaseDirectory, "mmva-compact", PromptCatalogue.FileName)).Length.Should().BeLessThan(1_000_000);
        var indices = Enumerable.Range(0, 24).Select(i => i * 2287).ToList();
        var now = await predictor.PredictAsync([.. indices.Select(i => catalogue.Prompts[i].Text)]);
        double[] shifts = [.. indices.Select((index, i) => now[i].Emotion.DistanceTo(catalogue[index]))];
        shifts.Max().Should().BeLessThan(0.02, "prompts spread over most of the plane, and the precisions differ by a hundredth of that at most");
        shifts.Average().Should().BeLessThan(0.008);
        (await selector.SelectAsync(new RgbImage(8, 8, Enumerable.Repeat((byte)200, 192).ToArray()), 5)).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_custom_model_gets_its_own_catalogue()
    {
        var file = _folder.File("heads.safetensors");
        new MmvaModel(new() { Image = new(1, 3584), Music = new(1, 449), Caption = new(1, 1152), EmbeddingWidth = 8, HiddenWidth = 8 }, seed: 1)
            .Save(file);
        var services = Compact();
        services.AddMmva().UseModel(file);
        services.Configure<PromptGenerationOptions>(o => o.Prompts = PromptSetTests.Set(["{a}"], ("a", ["calm", "wild"])));
        using var provider = services.BuildServiceProvider();

        var catalogue = await provider.GetRequiredService<IPromptSelector>().PrepareAsync();

        catalogue.Predictor.Should().Be(provider.GetRequiredService<IEmotionPredictor>().FingerprintOf(Modality.Caption));
        var shipped = Path.Combine(AppContext.BaseDirectory, "mmva-compact", PromptCatalogue.FileName);
        FluentActions.Invoking(() => PromptCatalogue.Load(shipped, PromptSet.Default, catalogue.Predictor)).Should().Throw<PromptException>()
            .WithMessage("*another caption encoder or model*");
        Directory.GetFiles(_folder.Path, "prompts-*.safetensors").Should().ContainSingle();
    }

    [Fact]
    public void Adding_twice_is_harmless_and_both_configurations_apply()
    {
        var services = new ServiceCollection();
        services.AddMmva().AddPromptGeneration(o => o.Diversity = 0.1).AddPromptGeneration(o => o.Folder = "elsewhere");
        using var provider = services.BuildServiceProvider();

        services.Count(s => s.ServiceType == typeof(IPromptSelector)).Should().Be(1);
        services.Count(s => s.ServiceType == typeof(IMusicGenerator)).Should().Be(1);
        provider.GetRequiredService<IOptions<PromptGenerationOptions>>().Value
            .Should().Match<PromptGenerationOptions>(o => o.Diversity == 0.1 && o.Folder == "elsewhere");
    }

    [Fact]
    public async Task A_key_has_its_own_options_and_predictor()
    {
        using var provider = new ServiceCollection()
            .AddSingleton<IEmotionPredictor>(new HashPredictor()).AddKeyedSingleton<IEmotionPredictor>("b", new HashPredictor("hash-b"))
            .AddMmva()
            .AddKeyedPromptGeneration("a", o => (o.Prompts, o.Folder) = (PromptSetTests.Set(["a {x}"], ("x", ["1", "2"])), _folder.Path))
            .AddKeyedPromptGeneration("b", o => (o.Prompts, o.Folder) = (PromptSetTests.Set(["b {x}"], ("x", ["1", "2"])), _folder.Path))
            .AddKeyedPromptGeneration("b", o => o.Server.Address = new("http://127.0.0.1:1/"))
            .Services.BuildServiceProvider();

        var (a, b) = (provider.GetRequiredKeyedService<IPromptSelector>("a"), provider.GetRequiredKeyedService<IPromptSelector>("b"));

        (await a.SelectAsync(new ValenceArousal(0, 0)))[0].Prompt.Text.Should().StartWith("a ");
        (await b.SelectAsync(new ValenceArousal(0, 0)))[0].Prompt.Text.Should().StartWith("b ");
        ((await a.PrepareAsync()).Predictor, (await b.PrepareAsync()).Predictor).Should().Be(("hash-1", "hash-b"));
        provider.GetService<IPromptSelector>().Should().BeNull();
        provider.GetKeyedServices<IPromptSelector>("b").Should().ContainSingle();
        provider.GetRequiredKeyedService<ImageToMusic>("b").Should().NotBeNull();
        provider.Invoking(p => p.GetRequiredKeyedService<ImageToMusic>("a")).Should().Throw<MmvaException>()
            .WithMessage("No server*PromptGenerationOptions.Server.Address*");
    }

    [Fact]
    public void The_defaults_are_as_documented()
    {
        var options = new PromptGenerationOptions();

        (options.Prompts, options.PromptsFile, options.Diversity).Should().Be((PromptSet.Default, null, 0.2));
        options.Server.Should().BeEquivalentTo(new
        {
            Api = MusicServerApi.HuggingFace, Address = (Uri?)null, Model = "facebook/musicgen-small", Token = (string?)null,
            Duration = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromMinutes(5), MaxBytes = 64 << 20,
            MaxAttempts = 5, RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromMinutes(2),
        });
    }

    [Fact]
    public void Options_are_validated_when_the_host_starts()
    {
        using var provider = new ServiceCollection().AddMmva().AddKeyedPromptGeneration("bad", o =>
        {
            o.Diversity = 2;
            o.PromptsFile = "nowhere.json";
            o.Server.Address = new("ftp://music");
            o.Server.MaxAttempts = 0;
            o.Server.Timeout = TimeSpan.Zero;
            o.Server.Token = "secret\n";
            o.Server.Model = "../x";
        }).Services.BuildServiceProvider();

        var failures = provider.GetRequiredService<IStartupValidator>().Invoking(v => v.Validate()).Should().Throw<OptionsValidationException>()
            .Which.Failures.ToList();

        failures.Should().HaveCount(7).And.NotContain(f => f.Contains("secret"));
        foreach (var part in new[]
        {
            "Diversity must be", "Server.MaxAttempts must be", "nowhere.json", "Server.Address is not an http", "Server.Model is not a model name",
            "Server.Token is empty, or", "Server.Timeout must be between 00:00:00.001 and 1.00:00:00",
        })
        {
            failures.Should().ContainSingle(f => f.Contains(part, StringComparison.Ordinal), part);
        }
    }

    private ServiceCollection Compact(Action<CompactOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact(configure).AddPromptGeneration(o => o.Folder = _folder.Path);
        return services;
    }
}

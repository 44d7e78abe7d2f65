using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Tasks.Tests.Retrieval;

namespace Mmva.Tasks.Tests.Playlists;

public sealed class AddPlaylistsTests
{
    [Fact]
    public async Task Playlists_are_made_from_the_index_of_the_host()
    {
        await using var services = Services(builder => builder.AddPlaylists().AddPlaylists(options => options.OnePerArtist = false)
            .AddKeyedRetrieval("games").AddKeyedPlaylists("games").AddKeyedPlaylists("shared"));
        await services.GetRequiredService<IEmotionIndex>().AddAsync(Library.Create(20, artists: 1));
        var (stops, length) = (Library.Stops(new ValenceArousal(0.5f, 0.5f)), PlaylistLength.OfTracks(5));

        var plain = await services.GetRequiredService<IPlaylistMaker>().FollowAsync(stops, length);
        var games = await services.GetRequiredKeyedService<IPlaylistMaker>("games").FollowAsync(stops, length);
        var shared = await services.GetRequiredKeyedService<IPlaylistMaker>("shared").FollowAsync(stops, length);

        plain.Tracks.Should().HaveCount(5);
        games.Tracks.Should().BeEmpty("the key has an index of its own");
        shared.Tracks.Should().HaveCount(1, "there is one artist");
    }

    [Fact]
    public void Options_have_their_defaults_and_limits()
    {
        var defaults = new PlaylistOptions();
        defaults.OnePerArtist.Should().BeTrue();
        defaults.AssumedDuration.Should().Be(TimeSpan.FromSeconds(210));
        using var services = Services(builder => builder.AddPlaylists(options =>
        {
            options.AssumedDuration = TimeSpan.Zero;
            options.Describe = null!;
        }));

        var start = () => services.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<OptionsValidationException>().WithMessage("*AssumedDuration*").WithMessage("*Describe*");
        FluentActions.Invoking(() => new PlaylistMaker(new InMemoryEmotionIndex(), new() { Describe = null! }))
            .Should().Throw<OptionsValidationException>();
    }

    private static ServiceProvider Services(Func<IMmvaBuilder, object> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEmotionPredictor, FakePredictor>();
        add(services.AddMmva());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Prompts.Generation;

public class ImageToMusicTests
{
    [Fact]
    public async Task An_image_becomes_a_prompt_and_the_prompt_becomes_music()
    {
        using var server = new LoopbackServer(_ => new(200, TestWav.Make(1)));
        using var mine = new HttpClient();
        using var provider = new ServiceCollection()
            .AddMmva().UseCompact()
            .AddPromptGeneration(o => (o.Server.Address, o.Server.Api, o.Server.CreateClient) = (server.Address, MusicServerApi.Local, _ => mine))
            .Services.BuildServiceProvider();
        var image = new RgbImage(64, 48, Enumerable.Range(0, 64 * 48 * 3).Select(i => (byte)(i % 251)).ToArray());

        var result = await provider.GetRequiredService<ImageToMusic>().GenerateAsync(image, TimeSpan.FromSeconds(3));

        result.Match.Should().BeEquivalentTo((await provider.GetRequiredService<IPromptSelector>().SelectAsync(image))[0]);
        result.Music.Duration.Should().Be(TimeSpan.FromSeconds(1));
        using var sent = JsonDocument.Parse(server.Requests.Should().ContainSingle().Which.Body);
        (sent.RootElement.GetProperty("prompt").GetString(), sent.RootElement.GetProperty("duration").GetDouble())
            .Should().Be((result.Match.Prompt.Text, 3));
    }
}

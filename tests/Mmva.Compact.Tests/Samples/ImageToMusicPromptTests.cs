using System.Net;
using System.Net.Sockets;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class ImageToMusicPromptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-prompts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_arguments_it_shows_prompts_for_pictures_of_its_own()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("ImageToMusicPrompt", _folder);

        exitCode.Should().Be(0, errors);
        var lines = output.TrimEnd().Split('\n');
        lines.Where(l => !l.StartsWith(' ')).Should().HaveCount(4).And.Contain(l => l.StartsWith("thunderstorm"));
        lines.Where(l => l.StartsWith(' ')).Should().HaveCount(20).And.OnlyContain(l => l.Contains("  This is a ") && l.TrimEnd().EndsWith("."));
        errors.Should().Contain("ImageToMusicPrompt photo.jpg");
    }

    [Fact]
    public async Task Several_pictures_and_texts_get_their_prompts_and_those_that_fail_are_named()
    {
        var picture = Demo.Picture(_folder, "sky.png");
        var broken = Path.Combine(_folder, "broken.jpg");
        File.WriteAllText(broken, "no picture");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("ImageToMusicPrompt", _folder, "--top", "2", broken, picture,
            "a quiet evening", "absent.png", picture);

        exitCode.Should().Be(1);
        var lines = output.TrimEnd().Split('\n');
        lines.Where(l => !l.StartsWith(' ')).Select(l => l.Split("  ")[0]).Should().Equal(picture, "a quiet evening", picture);
        lines.Where(l => l.StartsWith(' ')).Should().HaveCount(6);
        lines[..3].Should().Equal(lines[6..]);
        errors.TrimEnd().Split('\n').Should().Contain(e => e.StartsWith(broken)).And.Contain(e => e.StartsWith("absent.png"));
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var mixed = new MixedFolder();
        var (good, bad) = (mixed.PathsOf(MixedFolder.GoodImages), mixed.PathsOf(MixedFolder.BadImages));

        var (exitCode, output, errors) = await SampleProgram.RunAsync("ImageToMusicPrompt", _folder, [.. bad, .. good, "--top", "1"]);

        exitCode.Should().Be(1);
        output.TrimEnd().Split('\n').Where(line => !line.StartsWith(' ')).Select(line => line.Split("  ")[0]).Should().Equal(good);
        errors.Should().ContainAll(bad.Select(path => path + ": "));
    }

    [Fact]
    public async Task A_picture_becomes_music_in_a_file()
    {
        var sound = await File.ReadAllBytesAsync(Demo.Sound(_folder, "server.wav"));
        using var server = new HttpListener();
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            server.Prefixes.Add($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }
        server.Start();
        var serving = Task.Run(async () =>
        {
            var context = await server.GetContextAsync();
            var body = await new StreamReader(context.Request.InputStream).ReadToEndAsync();
            await context.Response.OutputStream.WriteAsync(sound);
            context.Response.Close();
            return body;
        });

        var (exitCode, output, errors) = await SampleProgram.RunAsync(
            "ImageToMusicPrompt", _folder, Demo.Picture(_folder, "sky.png"), "--top", "1", "--server", server.Prefixes.Single(), "--api", "local",
                "--seconds", "3", "-o", "sky.wav");

        exitCode.Should().Be(0, errors);
        (await serving).Should().Contain("\"duration\":3").And.Contain(output.Split('"')[1]);
        File.ReadAllBytes(Path.Combine(_folder, "sky.wav")).Should().Equal(sound);
        output.Should().Contain("sky.wav: 1.0 s of audio/wav");
    }

    [Theory]
    [InlineData(2, "'--tp' was not matched. Did you mean one of the following?\n--top\n", "--tp")]
    [InlineData(2, "--top takes a number from 1 to 1000, not '0'.", "--top", "0")]
    [InlineData(2, "--api takes huggingface or local, not 'musicgen'.", "rain", "--api", "musicgen")]
    [InlineData(2, "--server takes huggingface or an address such as http://127.0.0.1:8000/generate, not 'here'.", "rain", "--server", "here")]
    [InlineData(2, "--rebuild takes no picture or text.", "rain", "--rebuild", "prompts.safetensors")]
    [InlineData(2, "--server makes music for one picture or text, not for 2.", "rain", "sun", "--server", "huggingface")]
    [InlineData(2, "Server.Address is not an http or https address", "rain", "--server", "ftp://music")]
    [InlineData(2, "nowhere.json", "rain", "--templates", "nowhere.json")]
    [InlineData(1, "absent.jpg", "absent.jpg")]
    public async Task What_it_cannot_do_is_explained(int expected, string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("ImageToMusicPrompt", _folder, args);
        (exitCode, output).Should().Be((expected, ""));
        errors.Should().Contain(message);
    }
}

using System.Net;
using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.CustomEncoders.Tests.Samples;

public sealed class EncodeWithPaperTowersTests : IDisposable
{
    private const string Sample = "EncodeWithPaperTowers";

    private static readonly (string Tower, string Repository, string Fixture)[] Towers =
    [
        ("clip-vit-base-patch32", "openai/clip-vit-base-patch32", "clip-tiny"),
        ("MERT-v1-95M", "m-a-p/MERT-v1-95M", "mert-tiny"),
        ("roberta-base", "FacebookAI/roberta-base", "roberta-tiny"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mmva paper towers ");

    [Fact]
    public async Task Without_weights_it_says_what_is_absent_and_how_to_fetch_it()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync(Sample, _folder.FullName, _folder.FullName);
        (exitCode, output).Should().Be((2, ""));
        errors.Should().ContainAll(Towers.Select(tower => Path.Combine(_folder.FullName, tower.Tower)));
        errors.Should().Contain("for pictures, license of the weights: MIT")
            .And.Contain("for music, license of the weights: CC-BY-NC-4.0, not for commercial use")
            .And.Contain("for captions, license of the weights: MIT");
        errors.Should().Contain($"dotnet run -c Release --project samples/{Sample} -- \"{_folder.FullName}\" --download");
        var merges = Path.Combine(_folder.FullName, "roberta-base", "merges.txt");
        errors.Should().Contain($"curl --fail --location --create-dirs --output \"{merges}\" "
            + "https://huggingface.co/FacebookAI/roberta-base/resolve/main/merges.txt");
        _folder.GetFileSystemInfos().Should().BeEmpty("nothing is fetched unasked");
    }

    [Fact]
    public async Task It_fetches_what_is_missing_when_asked_and_encodes_pictures_music_and_captions()
    {
        using var server = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        server.Prefixes.Add(address);
        server.Start();
        var serving = ServeAsync(server);

        var (exitCode, output, errors) = await SampleProgram.RunAsync(Sample, _folder.FullName, _folder.FullName, "--download", "--server", address,
            "--revision", "roberta-base=0123abc");

        server.Stop();
        exitCode.Should().Be(0, errors);
        output.Should().MatchRegex(@"\(MIT\): features \[2, 1, \d+\]")
            .And.MatchRegex(@"\(CC-BY-NC-4.0, not for commercial use\): features \[2, \d+, \d+\]")
            .And.MatchRegex(@"roberta-base \(MIT\): features \[2, \d+, \d+\]");
        output.Should().Contain("  navy: ").And.Contain("  a minor chord: ").And.Contain("  Children laugh on a sunny beach.: ");
        (await serving).Should().HaveCount(10).And.Contain("/FacebookAI/roberta-base/resolve/0123abc/merges.txt")
            .And.Contain("/m-a-p/MERT-v1-95M/resolve/main/config.json");
        _folder.GetDirectories().Select(folder => folder.Name).Should().BeEquivalentTo(Towers.Select(tower => tower.Tower));
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        foreach (var (tower, repository, _) in Towers)
        {
            var own = _folder.CreateSubdirectory(tower).FullName;
            string[] files = tower == "roberta-base" ? ["vocab.json", "merges.txt"] : ["preprocessor_config.json"];
            foreach (var file in (string[])["config.json", "model.safetensors", .. files])
                await File.WriteAllBytesAsync(Path.Combine(own, file), FileOf($"/{repository}/resolve/main/{file}"));
        }
        using var mixed = new MixedFolder();
        var good = mixed.PathsOf(MixedFolder.GoodImages, MixedFolder.GoodMusic);
        // a link to nothing does not exist: it is a caption
        var bad = mixed.PathsOf(MixedFolder.BadImages, MixedFolder.BadMusic).Where(File.Exists).ToArray();

        var (exitCode, output, errors) = await SampleProgram.RunAsync(Sample, _folder.FullName, [_folder.FullName, .. bad, .. good]);

        exitCode.Should().Be(1, errors);
        output.Split('\n').Where(line => line.StartsWith("  ")).Select(line => line.Trim().Split(':')[0])
            .Should().Equal(good.Select(Path.GetFileName));
        errors.Should().ContainAll(bad.Select(path => Path.GetFileName(path) + ": "));
    }

    [Theory]
    [InlineData("The FOLDER of the towers is missing.")]
    [InlineData("'--fsat' was not matched. Did you mean one of the following?\n--fast\n", "towers", "--fsat")]
    [InlineData(
        "--revision takes TOWER=COMMIT with one of clip-vit-base-patch32, MERT-v1-95M, roberta-base, not 'bert=1'.",
        "towers", "--revision", "bert=1")]
    [InlineData("--server takes an address such as https://huggingface.co, not 'here'.", "towers", "--server", "here")]
    public async Task A_command_line_that_makes_no_sense_is_explained(string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync(Sample, _folder.FullName, args);
        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith(message).And.Contain("Usage:");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Serves small towers under the names of the published ones, and tells what was asked for.</summary>
    private static async Task<List<string>> ServeAsync(HttpListener server)
    {
        var asked = new List<string>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return asked;
            }
            var path = context.Request.Url!.AbsolutePath;
            asked.Add(path);
            var body = FileOf(path);
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    private static byte[] FileOf(string path)
    {
        var fixture = Towers.Single(tower => path.StartsWith($"/{tower.Repository}/resolve/", StringComparison.Ordinal)).Fixture;
        return path[(path.LastIndexOf('/') + 1)..] switch
        {
            "vocab.json" => Vocabulary(),
            "merges.txt" => "#version: 0.2\n"u8.ToArray(),
            // told by their content, not by their name
            "model.safetensors" or "pytorch_model.bin" => File.ReadAllBytes(GoldenFiles.Fixture(fixture, "model.safetensors")),
            "preprocessor_config.json" => "{}"u8.ToArray(),
            var file => File.ReadAllBytes(GoldenFiles.Fixture(fixture, file)),
        };
    }

    // the single bytes of byte-level BPE, in a vocabulary as small as the tower's
    private static byte[] Vocabulary()
    {
        var printable = Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 12)).Concat(Enumerable.Range(174, 82)).ToHashSet();
        var others = 256;
        var tokens = new[] { "<s>", "<pad>", "</s>", "<unk>", "<mask>" }.Concat(Enumerable.Range(0, 256)
            .Select(b => ((char)(printable.Contains(b) ? b : others++)).ToString()));
        return JsonSerializer.SerializeToUtf8Bytes(tokens.Index().ToDictionary(token => token.Item, token => token.Index));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using Microsoft.Extensions.Logging;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Prompts;

public sealed class PromptCatalogueCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    private static readonly PromptSet Prompts = PromptSetTests.Set(["{a}{b}"], ("a", Numbers(50)), ("b", Numbers(50))); // 2,500: five parts

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task A_catalogue_is_built_once()
    {
        var predictor = new HashPredictor();
        var first = await new PromptCatalogueCache(_folder).GetAsync(Prompts, predictor);
        var second = await new PromptCatalogueCache(_folder).GetAsync(Prompts, predictor);

        predictor.Captions.Should().Be(2500);
        Points(second).Should().Equal(Points(first));
        Directory.GetFiles(_folder).Should().ContainSingle().Which.Should().EndWith(".safetensors");
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor("hash-2"));
        await new PromptCatalogueCache(_folder).GetAsync(PromptSetTests.Set(["{a}"], ("a", ["x"])), predictor);
        Directory.GetFiles(_folder).Should().HaveCount(3);
    }

    [Fact]
    public async Task An_interrupted_build_is_resumed_and_writes_the_same_file()
    {
        using var cancel = new CancellationTokenSource();
        var interrupted = new HashPredictor { OnCaptions = done => { if (done == 3 * 512) cancel.Cancel(); } };
        await FluentActions.Awaiting(() => new PromptCatalogueCache(_folder).GetAsync(Prompts, interrupted, null, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        var partial = Directory.GetFiles(_folder).Should().ContainSingle().Which;
        partial.Should().EndWith(".partial");
        using (var torn = File.OpenWrite(partial)) torn.SetLength(torn.Length - 5); // as a process leaves it that was killed while it wrote

        var predictor = new HashPredictor();
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, predictor);
        predictor.Captions.Should().Be(2500 - 2 * 512);

        var whole = Directory.CreateDirectory(Path.Combine(_folder, "whole")).FullName;
        await new PromptCatalogueCache(whole).GetAsync(Prompts, new HashPredictor());
        File.ReadAllBytes(Directory.GetFiles(_folder).Should().ContainSingle().Which).Should().Equal(File.ReadAllBytes(Directory.GetFiles(whole)[0]));
    }

    [Fact]
    public async Task What_processes_killed_while_and_after_they_wrote_it_have_left_is_deleted()
    {
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor());
        var path = Directory.GetFiles(_folder).Should().ContainSingle().Which;
        File.WriteAllText(path + ".partial", "");
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor());
        Directory.GetFiles(_folder).Should().Equal(path);

        File.Move(path, $"{path}.{Guid.NewGuid():N}.tmp");
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor());
        Directory.GetFiles(_folder).Should().Equal(path);
    }

    [Fact]
    public async Task A_partial_file_of_garbage_is_replaced()
    {
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor());
        var path = Directory.GetFiles(_folder)[0];
        var sound = File.ReadAllBytes(path);
        File.Delete(path);
        var garbage = new byte[50_000];
        new Random(1).NextBytes(garbage);
        File.WriteAllBytes(path + ".partial", garbage);

        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor());

        File.ReadAllBytes(path).Should().Equal(sound);
    }

    [Fact]
    public async Task Callers_at_the_same_time_build_it_once()
    {
        var predictor = new HashPredictor { OnCaptions = _ => Thread.Sleep(20) };
        var all = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => new PromptCatalogueCache(_folder).GetAsync(Prompts, predictor))));

        predictor.Captions.Should().Be(2500);
        all.Should().AllSatisfy(c => Points(c).Should().Equal(Points(all[0])));
        Directory.GetFiles(_folder).Should().ContainSingle();
    }

    [Fact]
    public async Task A_damaged_file_is_built_again_and_the_log_says_why()
    {
        await new PromptCatalogueCache(_folder).GetAsync(Prompts, new HashPredictor());
        var path = Directory.GetFiles(_folder)[0];
        var sound = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. sound[..^1], (byte)(sound[^1] ^ 1)]);

        var log = new LogLines();
        await new PromptCatalogueCache(_folder, null, new Logger<PromptSelector>(log)).GetAsync(Prompts, new HashPredictor());

        log.Lines[0].Should().Contain("is damaged").And.Contain(path);
        File.ReadAllBytes(path).Should().Equal(sound);
    }

    [Fact]
    public async Task A_shipped_catalogue_is_used_only_if_it_is_of_this_predictor()
    {
        var shipped = Directory.CreateDirectory(Path.Combine(_folder, "model")).FullName;
        (await PromptCatalogue.BuildAsync(Prompts, new HashPredictor())).Save(Path.Combine(shipped, PromptCatalogue.FileName));
        var (log, same, other) = (new LogLines(), new HashPredictor(), new HashPredictor("another model"));
        var cache = new PromptCatalogueCache(Path.Combine(_folder, "cache"), shipped, new Logger<PromptSelector>(log));

        await cache.GetAsync(Prompts, same);
        same.Captions.Should().Be(0);
        log.Lines.Should().BeEmpty();
        await cache.GetAsync(Prompts, other);
        other.Captions.Should().Be(2500);
        log.Lines[0].Should().Contain("another caption encoder or model (hash-1) than the one in use (another model)");
    }

    [Fact]
    public async Task Without_a_fingerprint_nothing_is_cached()
    {
        var log = new LogLines();
        var cache = new PromptCatalogueCache(_folder, null, new Logger<PromptSelector>(log));
        (await cache.GetAsync(Prompts, new HashPredictor(null))).Count.Should().Be(2500);

        Directory.GetFiles(_folder).Should().BeEmpty();
        log.Lines.Should().ContainSingle().Which.Should().Contain("FingerprintOf");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_is_named()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        await FluentActions.Awaiting(() => new PromptCatalogueCache(Path.Combine(file, "sub")).GetAsync(Prompts, new HashPredictor()))
            .Should().ThrowAsync<PromptException>().WithMessage($"{file}*another folder*");
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => $"<{i}>")];

    private static IEnumerable<ValenceArousal> Points(PromptCatalogue catalogue) => Enumerable.Range(0, catalogue.Count).Select(i => catalogue[i]);
}

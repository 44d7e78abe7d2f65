using Mmva.Tasks.Tests.Retrieval.Conformance;
using Mmva.TestSupport;
using Mmva.Training;

namespace Mmva.Tasks.Tests.Retrieval.InMemory;

public sealed class IndexFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("library.index");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_flipped_bit_is_detected()
    {
        var bytes = await SavedAsync(300);
        var random = new RandomSource(11);

        for (var i = 0; i < 400; i++)
        {
            var position = i < 64 ? i : random.Next(bytes.Length);
            ShouldBeRefused(bytes => bytes[position] ^= (byte)(1 << random.Next(8)), bytes, $"byte {position} differs");
        }
    }

    [Fact]
    public async Task Any_truncation_and_any_addition_is_detected()
    {
        var bytes = await SavedAsync(50);

        foreach (var length in new[] { 0, 1, 7, 8, 63, 64, 65, bytes.Length / 2, bytes.Length - 1, bytes.Length + 1, bytes.Length + 4096 })
        {
            var other = bytes;
            Array.Resize(ref other, length);
            ShouldBeRefused(_ => { }, other, $"{length} of {bytes.Length} bytes");
        }
    }

    [Fact]
    public void Other_files_are_refused()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Repeat("no index at all ", 100)));

        var open = () => InMemoryEmotionIndex.Open(Path);
        var missing = () => InMemoryEmotionIndex.Open(_folder.File("missing"));
        var folder = () => InMemoryEmotionIndex.Open(_folder.Path);

        open.Should().Throw<EmotionIndexException>().WithMessage($"{Path}: is not an emotion index*");
        missing.Should().Throw<EmotionIndexException>().WithMessage($"{_folder.File("missing")}: cannot be opened*");
        folder.Should().Throw<EmotionIndexException>();
    }

    [SkippableFact]
    public async Task An_index_is_opened_through_a_link()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links takes a privilege there");
        await SavedAsync(50);
        File.CreateSymbolicLink(_folder.File("link"), "library.index"); // the link itself is shorter than any index

        (await InMemoryEmotionIndex.Open(_folder.File("link")).CountAsync()).Should().Be(50);
    }

    [Fact]
    public async Task Saving_over_the_file_it_came_from_works()
    {
        await SavedAsync(100);
        for (var round = 0; round < 3; round++)
        {
            var index = InMemoryEmotionIndex.Open(Path);
            await index.AddAsync([new($"round {round}", Modality.Music, new(2, round))]);
            await index.SaveAsync(Path);
            (await index.NearestAsync(new(2, 0), 1))[0].Item.Id.Should().Be("round 0");
        }

        (await InMemoryEmotionIndex.Open(Path).CountAsync()).Should().Be(103);
        Directory.GetFiles(_folder.Path).Should().ContainSingle("nothing else is left in the folder");
    }

    [Fact]
    public async Task A_save_that_fails_or_is_canceled_leaves_the_file_as_it_was()
    {
        var bytes = await SavedAsync(100);
        var index = new InMemoryEmotionIndex();

        var canceled = () => index.SaveAsync(Path, new CancellationToken(canceled: true));
        var nowhere = () => index.SaveAsync(_folder.File("no/such/folder"));

        await canceled.Should().ThrowAsync<OperationCanceledException>();
        (await nowhere.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*cannot be written*");
        (await File.ReadAllBytesAsync(Path)).Should().Equal(bytes);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public async Task An_empty_index_has_a_file_too()
    {
        await new InMemoryEmotionIndex().SaveAsync(Path);

        var again = InMemoryEmotionIndex.Open(Path);

        (await again.CountAsync()).Should().Be(0);
        await again.AddAsync([new("first", Modality.Image, new(0, 0))]);
        (await again.CountAsync()).Should().Be(1);
    }

    private async Task<byte[]> SavedAsync(int count)
    {
        var random = new RandomSource(1);
        await InMemoryEmotionIndex.Build(Enumerable.Range(0, count).Select(i =>
            new EmotionItem($"item {i}", (Modality)random.Next(3), PointClouds.Point("collinear", random), $"payload {i}", new[] { 1f, i })))
                .SaveAsync(Path);
        return await File.ReadAllBytesAsync(Path);
    }

    private void ShouldBeRefused(Action<byte[]> damage, byte[] bytes, string because)
    {
        byte[] damaged = [.. bytes];
        damage(damaged);
        File.WriteAllBytes(Path, damaged);
        var open = () => InMemoryEmotionIndex.Open(Path);
        open.Should().Throw<EmotionIndexException>(because).WithMessage($"{Path}: *");
    }
}

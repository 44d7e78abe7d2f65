using ConsoleProgram;
using IndexLibrary;
using Mmva.Tasks;

namespace Mmva.PostgreSql.Tests.Samples;

public sealed class IndexerTests : IDisposable
{
    private readonly MediaLibrary _library = new();
    private readonly DirectoryInfo _stores = Directory.CreateTempSubdirectory("mmva-stores-");

    public void Dispose()
    {
        _library.Dispose();
        _stores.Delete(recursive: true);
    }

    [Fact]
    public async Task A_copy_whose_content_leaves_the_index_meanwhile_is_encoded_after_all()
    {
        await using var store = new PatientStore(await FileCatalogue.OfFileAsync(Path.Combine(_stores.FullName, "index"), default));
        _library.Picture("original.png", 1);
        _library.Picture("a copy.png", 1);
        _library.Picture("other.png", 2);
        await IndexAsync(() => Task.CompletedTask, "original.png");

        // the copy was read, and found in the index; the other is encoded while somebody removes the original
        var outcomes = await IndexAsync(() => new Recorder(store).RemoveAsync([_library.PathOf("original.png")], default), "a copy.png", "other.png");

        outcomes.Select(outcome => (Path.GetFileName(outcome.File.Path), outcome.Item is not null, outcome.Failure))
            .Should().BeEquivalentTo([("other.png", true, (string?)null), ("a copy.png", true, null)]);
        (await store.Index.CountAsync()).Should().Be(2);
        (await store.Catalogue.BelowAsync(_library.Folder, default)).Keys
            .Should().BeEquivalentTo(_library.PathOf("a copy.png"), _library.PathOf("other.png"));

        async Task<List<Outcome>> IndexAsync(Func<Task> meanwhile, params string[] names)
        {
            var outcomes = new List<Outcome>();
            var files = names.Select(name => LibraryFile.Of(_library.PathOf(name)));
            await new Indexer(store, new Predictor(meanwhile), new MediaDecoder()).IndexAsync(files, outcomes.Add, default);
            return outcomes;
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_keeps_what_was_indexed_of_it()
    {
        await using var store = new PatientStore(await FileCatalogue.OfFileAsync(Path.Combine(_stores.FullName, "index"), default));
        var indexer = new Indexer(store, new Predictor(() => Task.CompletedTask), new MediaDecoder());
        _library.Picture("a.png", 1);
        var file = LibraryFile.Of(_library.PathOf("a.png"));
        await indexer.IndexAsync([file], _ => { }, default);
        File.Delete(file.Path); // as its disk vanishes in the middle of a run

        Outcome? outcome = null;
        await indexer.IndexAsync([file with { Modified = 1 }], one => outcome = one, default);

        outcome!.Failure.Should().StartWith(file.Path + ": cannot be read: ");
        (await store.Catalogue.BelowAsync(_library.Folder, default)).Should().ContainKey(file.Path).WhoseValue.File.Should().Be(file);
        (await store.Index.CountAsync()).Should().Be(1);
    }

    /// <summary>Records only at the end.</summary>
    private sealed class PatientStore(FileCatalogue catalogue) : LibraryStore(new InMemoryEmotionIndex(), catalogue)
    {
        public override TimeSpan SaveInterval => TimeSpan.MaxValue;
    }

    /// <summary>Runs an action when it is first called.</summary>
    private sealed class Predictor(Func<Task> meanwhile) : IEmotionPredictor
    {
        private int _calls;

        public async Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
        {
            if (_calls++ == 0) await meanwhile();
            return [.. images.Select(_ => new EmotionPrediction(new(0.5f, 0.5f), default, []))];
        }

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException();

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException();

        public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => throw new NotSupportedException();
    }
}

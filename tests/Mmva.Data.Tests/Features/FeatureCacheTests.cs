using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Features;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_run_reads_what_the_first_wrote()
    {
        var encoder = new LengthEncoder();
        using var first = await Cache().EncodeAsync(encoder, Texts("a", "bb", "a", "ccc"));
        encoder.Encoded.Should().Equal("a", "bb", "ccc");

        using var second = await Cache().EncodeAsync(encoder, Texts("ccc", "dddd", "a"));

        encoder.Encoded.Should().Equal("a", "bb", "ccc", "dddd");
        Lengths(first).Should().Equal(1, 2, 1, 3);
        Lengths(second).Should().Equal(3, 4, 1);
        second.Features[0].Length.Should().Be(6);
    }

    [Fact]
    public async Task Temporary_files_that_nobody_has_written_to_for_an_hour_are_deleted()
    {
        (await Cache().EncodeAsync(new LengthEncoder(), Texts("a"))).Dispose();
        var path = Directory.GetFiles(_folder.Path).Should().ContainSingle().Which;
        string[] temporary = [.. Enumerable.Range(0, 2).Select(_ => $"{path}.{Guid.NewGuid():N}.tmp")];
        foreach (var file in temporary) File.Copy(path, file);
        File.SetLastWriteTimeUtc(temporary[0], DateTime.UtcNow.AddHours(-2));

        (await Cache().EncodeAsync(new LengthEncoder(), Texts("a"))).Dispose();

        Directory.GetFiles(_folder.Path).Should().BeEquivalentTo([path, temporary[1]], "another program may be about to rename its own");
    }

    [Fact]
    public async Task Another_fingerprint_is_another_cache()
    {
        await Cache().EncodeAsync(new LengthEncoder("weights 1"), Texts("a"));
        var other = new LengthEncoder("weights 2");

        await Cache().EncodeAsync(other, Texts("a"));

        other.Encoded.Should().Equal("a");
    }

    [Fact]
    public async Task Failures_are_listed_and_do_not_affect_the_others()
    {
        FeatureInput<string>[] inputs =
        [
            FeatureInput.Text("a"),
            FeatureInput.File<string>("absent.png", (_, _) => Task.FromResult("")),
            FeatureInput.File<string>(_folder.Write("bad.png", "x"), (path, _) => throw new MediaException(path, "is not a supported image")),
            FeatureInput.Text(LengthEncoder.Refused),
            FeatureInput.Text("bb"),
        ];

        using var result = await Cache(batchSize: 3).EncodeAsync(new LengthEncoder(), inputs);

        Lengths(result).Should().Equal(1, 2);
        result.Rows.Should().Equal(0, 4);
        result.Failures.Select(f => f.Index).Should().Equal(1, 2, 3);
        result.Failures[1].Error.Message.Should().Contain("is not a supported image");
    }

    [Fact]
    public async Task A_damaged_file_of_the_cache_is_encoded_again()
    {
        await Cache().EncodeAsync(new LengthEncoder(), Texts("a"));
        var path = Directory.GetFiles(_folder.Path).Should().ContainSingle().Subject;
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^3]);
        var encoder = new LengthEncoder();

        Lengths(await Cache().EncodeAsync(encoder, Texts("a"))).Should().Equal(1);

        encoder.Encoded.Should().Equal("a");
    }

    [Fact]
    public async Task An_excerpt_and_the_whole_piece_are_two_entries_and_the_whole_one_is_that_of_earlier_versions()
    {
        var path = _folder.Write("a.wav", "some bytes");

        var whole = await FeatureInput.Music(path, new AudioDecoder()).HashAsync(default);
        var excerpt = await FeatureInput.Music(path, new AudioDecoder(new() { Excerpt = TimeSpan.FromSeconds(30) })).HashAsync(default);

        whole.Should().Equal(System.Security.Cryptography.SHA256.HashData("some bytes"u8));
        excerpt.Should().HaveCount(32).And.NotEqual(whole);
    }

    [Fact]
    public async Task Cancelling_keeps_what_was_finished()
    {
        using var cancel = new CancellationTokenSource();
        var encoder = new LengthEncoder { AfterBatch = n => { if (n == 2) cancel.Cancel(); } };
        var texts = Texts([.. Enumerable.Range(1, 50).Select(i => new string('x', i))]);

        await FluentActions.Awaiting(() => Cache(batchSize: 5).EncodeAsync(encoder, texts, null, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        var again = new LengthEncoder();
        await Cache(batchSize: 5).EncodeAsync(again, texts);
        again.Encoded.Should().HaveCount(40);
    }

    [Fact]
    public async Task Progress_ends_at_the_total()
    {
        var seen = new Seen();
        await Cache().EncodeAsync(new LengthEncoder(), Texts("a", "bb", "ccc"), seen);

        seen.Last.Should().Be(new EncodingProgress(3, 3, 0));

        var again = new Seen();
        await Cache().EncodeAsync(new LengthEncoder(), Texts("a", "bb", "ccc", "a", "dddd"), again);
        again.All.Should().Equal([new(2, 5, 2), new(4, 5, 4), new(4, 5, 4), new(5, 5, 4)], "looking up a large library takes its time, too");
    }

    [Fact]
    public async Task An_encoder_that_returns_another_shape_than_its_metadata_declare_ends_the_run()
    {
        var encoder = new LengthEncoder { Lost = 1 };
        await FluentActions.Awaiting(() => Cache().EncodeAsync(encoder, Texts("a", "bb", "ccc")))
            .Should().ThrowAsync<MmvaException>().WithMessage("The encoder 'length' gave features [1, 2, 3] for 2 inputs*");
    }

    [Fact]
    public async Task A_set_is_read_from_the_files_of_the_cache_and_its_subsets_copy_nothing()
    {
        var items = Enumerable.Range(1, 25).Select(i => new RatedItem($"{i}", new string('x', i), new(i / 25f, 0.5f), $"set/{i % 10}")).ToList();

        using var set = await Cache().EncodeAsync(new LengthEncoder(), items.AsInputs());
        var (train, test) = set.Split(test: 0.3, seed: 3);
        var odd = train.Where(item => int.Parse(item.Id) % 2 == 1);

        set.Items.Should().Equal(items);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(set.Features[0], out _).Should().BeFalse("the features are memory-mapped");
        (train.Count + test.Count).Should().Be(25);
        train.Items.Select(item => item.Group).Should().NotIntersectWith(test.Items.Select(item => item.Group));
        Lengths(odd).Should().Equal(odd.Rows.Select(row => row + 1f));
        odd.Emotions.Should().Equal(odd.Items.Select(item => item.Emotion));
        Mmva.Training.LabeledFeatures labeled = odd;
        labeled.Features[1].Span.SequenceEqual(set.Features[odd.Rows[1]].Span).Should().BeTrue();
        set.ToLabeled(item => item.Group == "set/1" ? 2 : 1).Weights.Should().HaveCount(25).And.Subject.Sum().Should().Be(28);
    }

    [Fact]
    public async Task Features_without_ratings_say_how_to_get_them()
    {
        using var set = await Cache().EncodeAsync(new LengthEncoder(), Texts("a"));

        set.Invoking(s => s.Emotions).Should().Throw<InvalidOperationException>().WithMessage("*FeatureInput.AsInputs*");
    }

    [Fact]
    public void The_defaults_are_these_and_sizes_below_one_are_refused()
    {
        var options = new FeatureCacheOptions();
        (options.Folder, options.BatchSize, options.DecodeAhead, options.ShardSize).Should().Be(("features", 16, 16, 512));
        FeatureCacheOptions[] refused = [new() { Folder = " " }, new() { BatchSize = 0 }, new() { DecodeAhead = 0 }, new() { ShardSize = 0 }];
        foreach (var bad in refused)
            FluentActions.Invoking(() => new FeatureCache(bad)).Should().Throw<OptionsValidationException>();
    }

    private FeatureCache Cache(int batchSize = 2) => new(new() { Folder = _folder.Path, BatchSize = batchSize, DecodeAhead = 2, ShardSize = 10 });

    private static FeatureInput<string>[] Texts(params string[] texts) => [.. texts.Select(text => FeatureInput.Text(text))];

    private static IEnumerable<float> Lengths(FeatureSet set) => Enumerable.Range(0, set.Count).Select(row => set.Features[row].Span[0]);

    private sealed class Seen : IProgress<EncodingProgress>
    {
        public List<EncodingProgress> All { get; } = [];

        public EncodingProgress Last => All[^1];

        public void Report(EncodingProgress value) => All.Add(value);
    }

    /// <summary>Features [2, 3] that contain the length of the text.</summary>
    private sealed class LengthEncoder(string fingerprint = "f") : IModalityEncoder<string>
    {
        public const string Refused = "refused";
        private int _batches;

        public List<string> Encoded { get; } = [];

        public Action<int>? AfterBatch { get; init; }

        /// <summary>The number of inputs of every batch whose features are missing.</summary>
        public int Lost { get; init; }

        public EncoderMetadata Metadata { get; } = new("length", 2, 3, "none", "here", fingerprint);

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (inputs.Contains(Refused)) throw new MmvaException("refused");
            Encoded.AddRange(inputs);
            var values = inputs.Skip(Lost).SelectMany(i => Enumerable.Repeat((float)i.Length, 6)).ToArray();
            AfterBatch?.Invoke(++_batches);
            return Task.FromResult(new FeatureBatch(inputs.Count - Lost, 2, 3, values));
        }
    }
}

using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Files;

public sealed class PredictFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_come_in_the_order_of_the_inputs_and_batches_hold_one_modality()
    {
        var predictor = new CountingPredictor();
        string[] inputs = ["image a", "music b", "image c", "caption d", "image e", "music f", "image g"];

        var results = await All(predictor.PredictManyAsync(inputs, Read, new() { BatchSize = 3 }));

        results.Select(r => r.Input).Should().Equal(inputs);
        results.Select(r => r.Value!.Modality.ToString().ToLowerInvariant()).Should().Equal(inputs.Select(i => i.Split(' ')[0]));
        predictor.Batches.Should().BeEquivalentTo([(Modality.Image, 3), (Modality.Image, 1), (Modality.Music, 2), (Modality.Caption, 1)]);
    }

    [Fact]
    public async Task An_input_that_is_refused_does_not_affect_the_others()
    {
        string[] inputs = ["image a", "image refused", "unreadable", "image b", "music c"];

        var progress = new Reports();
        var results = await All(new CountingPredictor().PredictManyAsync(inputs, Read, progress: progress));

        results.Select(r => r.Succeeded).Should().Equal(true, false, false, true, true);
        results[1].Error!.Message.Should().Be("image refused: too small");
        results[2].Error!.Message.Should().Be("unreadable: is damaged");
        progress.All.Select(p => p.Done).Should().Equal(1, 2, 3, 4, 5);
        progress.All[^1].Should().Be(new FileProgress(5, 2, 5));
    }

    [Fact]
    public async Task Large_inputs_go_alone()
    {
        var predictor = new CountingPredictor();

        await All(predictor.PredictManyAsync(["music a", "music b", "music c"], Read, new() { MaxBatchBytes = 8 }));

        predictor.Batches.Should().Equal((Modality.Music, 2), (Modality.Music, 1));
    }

    [Fact]
    public async Task Memory_is_bounded_where_one_input_waits_among_many_of_another_modality()
    {
        var read = 0;
        var predictor = new CountingPredictor();
        IEnumerable<string> inputs = ["music first", .. Enumerable.Range(0, 2000).Select(i => $"image {i}")];

        await foreach (var result in predictor.PredictManyAsync(inputs, CountedRead))
        {
            result.Input.Should().Be("music first");
            break;
        }

        read.Should().BeLessThan(600);

        Task<MediaContent> CountedRead(string input, CancellationToken token)
        {
            Interlocked.Increment(ref read);
            return Read(input, token);
        }
    }

    [Fact]
    public async Task The_content_of_a_file_decides_its_modality_and_failures_name_them()
    {
        var wav = _folder.Write("tone.jpg", Audio.Wav.File(Audio.Wav.Pcm16([.. Enumerable.Range(0, 800).Select(i => (short)(i * 10))])));
        var damaged = _folder.Write("damaged.png", [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3]);
        var text = _folder.Write("notes.txt", "neither");

        var results = await All(new CountingPredictor().PredictFilesAsync([wav, damaged, text, Path.Combine(_folder.Path, "absent.wav")]));

        results.Select(r => r.Succeeded).Should().Equal(true, false, false, false);
        results[0].Value!.Modality.Should().Be(Modality.Music);
        results.Skip(1).Should().AllSatisfy(r => r.Error!.Message.Should().StartWith(r.Input + ": "));
        results[2].Error!.Message.Should().EndWith("is neither an image nor audio.");
    }

    [Fact]
    public async Task Cancellation_ends_the_run()
    {
        using var cancel = new CancellationTokenSource();
        var run = async () =>
        {
            var inputs = Enumerable.Range(0, 1000).Select(i => $"music {i}");
            var results = new CountingPredictor().PredictManyAsync(inputs, Read, new() { BatchSize = 1 }, cancellationToken: cancel.Token);
            await foreach (var _ in results) await cancel.CancelAsync();
        };

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void The_defaults_are_these_and_wrong_options_are_refused_before_anything_is_read()
    {
        var options = new FileBatchOptions();
        (options.BatchSize, options.MaxBatchBytes, options.DecodeAhead).Should().Be((32, 64L << 20, null));
        foreach (var bad in (FileBatchOptions[])[new() { BatchSize = 0 }, new() { MaxBatchBytes = 0 }, new() { DecodeAhead = 0 }])
            new CountingPredictor().Invoking(p => p.PredictFilesAsync(["x"], options: bad)).Should().Throw<OptionsValidationException>();
    }

    private static Task<MediaContent> Read(string input, CancellationToken cancellationToken) => input.Split(' ')[0] switch
    {
        "image" => Task.FromResult(MediaContent.Of(new RgbImage(1, 1, input == "image refused" ? new byte[] { 9, 9, 9 } : new byte[3]))),
        "music" => Task.FromResult(MediaContent.Of(new Waveform(new float[1], 8000))),
        "caption" => Task.FromResult(MediaContent.Of(input)),
        _ => throw new MediaException(input, "is damaged"),
    };

    private static async Task<List<MediaResult<string, MediaPrediction>>> All(IAsyncEnumerable<MediaResult<string, MediaPrediction>> results)
    {
        var all = new List<MediaResult<string, MediaPrediction>>();
        await foreach (var result in results) all.Add(result);
        return all;
    }

    private sealed class Reports : IProgress<FileProgress>
    {
        public List<FileProgress> All { get; } = [];

        public void Report(FileProgress value) => All.Add(value);
    }

    /// <summary>Refuses images whose first byte is 9.</summary>
    private sealed class CountingPredictor : IEmotionPredictor
    {
        public List<(Modality Modality, int Count)> Batches { get; } = [];

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            images.Any(image => image.Pixels.Span[0] == 9) ? throw new MmvaException("too small") : Predict(Modality.Image, images.Count);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            Predict(Modality.Music, music.Count);

        public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
            IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
            Predict(Modality.Caption, captions.Count);

        public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => throw new NotSupportedException();

        private Task<IReadOnlyList<EmotionPrediction>> Predict(Modality modality, int count)
        {
            Batches.Add((modality, count));
            var prediction = new EmotionPrediction(new(0.5f, 0.5f), default, []);
            return Task.FromResult<IReadOnlyList<EmotionPrediction>>([.. Enumerable.Repeat(prediction, count)]);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Features;

public sealed class UseFeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_one_program_heard_the_next_one_does_not_listen_to()
    {
        var (first, second) = (new Listener(), new Listener());
        string[] paths = [Song("a.wav", 3), Song("b.wav", 5)];

        var heard = await EncodeAsync(first, paths);
        File.Move(paths[0], paths[0] = _folder.File("moved.wav"));
        var known = await EncodeAsync(second, [.. paths, Song("c.wav", 7)]);

        heard.Should().Equal(3, 5);
        known.Should().Equal(3, 5, 7);
        (first.Decoded, second.Decoded).Should().Be((2, 1));
        (first.Encoded, second.Encoded).Should().Be((2, 1));
    }

    [Fact]
    public async Task Another_excerpt_another_encoder_and_another_content_are_heard()
    {
        var path = Song("a.wav", 3);
        await EncodeAsync(new Listener(), [path]);

        var (excerpt, weights, content) = (new Listener(decoder: "excerpt"), new Listener(encoder: "other weights"), new Listener());
        await EncodeAsync(excerpt, [path]);
        await EncodeAsync(weights, [path]);
        Song("a.wav", 4);
        (await EncodeAsync(content, [path])).Should().Equal(4);

        foreach (var listener in new[] { excerpt, weights, content }) (listener.Decoded, listener.Encoded).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_damaged_entry_is_heard_again()
    {
        var path = Song("a.wav", 3);
        await EncodeAsync(new Listener(), [path]);
        var cache = Directory.GetFiles(Cache).Should().ContainSingle().Subject;
        var bytes = File.ReadAllBytes(cache);
        var value = BitConverter.GetBytes(3f);
        var at = bytes.AsSpan().LastIndexOf(value);
        bytes[at + 2] ^= 0x10;
        File.WriteAllBytes(cache, bytes);
        var again = new Listener();

        (await EncodeAsync(again, [path])).Should().Equal(3);

        again.Encoded.Should().Be(1);
        var last = new Listener();
        (await EncodeAsync(last, [path])).Should().Equal(3);
        last.Encoded.Should().Be(0, "the right value is kept now");
    }

    [Fact]
    public async Task Notices_come_again()
    {
        var path = Song("silent.wav", 1);

        for (var run = 0; run < 2; run++)
        {
            using var provider = Provider(new Listener { Notice = "silent" });
            var audio = await provider.GetRequiredService<IAudioDecoder>().DecodeAsync(path);
            var features = await provider.GetRequiredService<IModalityEncoder<Waveform>>().EncodeAsync([audio]);
            features.Notices.Should().ContainSingle().Which.Message.Should().Be("silent");
        }
    }

    [Fact]
    public async Task Without_a_folder_it_works_and_says_so()
    {
        File.WriteAllText(Cache, "not a folder");
        var (listener, log) = (new Listener(), new LogLines());

        (await EncodeAsync(listener, [Song("a.wav", 3)], log)).Should().Equal(3);

        log.Lines.Should().ContainSingle(line => line.Contains("Features are not kept for the next run"));
    }

    [Fact]
    public async Task Programs_may_use_it_at_once_and_it_stays_small()
    {
        string[] paths = [.. Enumerable.Range(1, 40).Select(i => Song($"{i}.wav", i))];

        await Task.WhenAll(paths.Select(path => EncodeAsync(new Listener(), [path])));
        var files = Directory.GetFiles(Cache).Length;
        var last = new Listener();
        (await EncodeAsync(last, paths)).Should().Equal(Enumerable.Range(1, 40).Select(i => (float)i));

        last.Encoded.Should().BeLessThan(40);
        Directory.GetFiles(Cache).Length.Should().BeLessThan(Math.Max(20, files), "many small files are joined");
        await EncodeAsync(new Listener(), [Song("41.wav", 41)], maxBytes: 1);
        Directory.GetFiles(Cache).Should().ContainSingle("over the limit the oldest are deleted");
    }

    [Fact]
    public void It_needs_an_encoder_and_is_in_the_cache_folder_of_the_user()
    {
        new ServiceCollection().AddMmva().Invoking(builder => builder.UseFeatureCache())
            .Should().Throw<InvalidOperationException>().WithMessage("*call it after UseCompact*");
        FeatureCacheOptions.UserFolder.Should().EndWith(Path.Combine("mmva", "features"));
        Path.IsPathRooted(FeatureCacheOptions.UserFolder).Should().BeTrue();
    }

    private string Cache => _folder.File("cache");

    private string Song(string name, int samples) =>
        _folder.Write(name, WavFile.Encode(new(Enumerable.Range(0, samples).Select(i => i / 100f).ToArray(), 8000)));

    private ServiceProvider Provider(Listener listener, LogLines? log = null, long? maxBytes = null)
    {
        var services = new ServiceCollection();
        if (log is not null) services.AddSingleton<ILoggerFactory>(log);
        services.AddSingleton<IAudioDecoder>(listener);
        services.AddMmva().UseMusicEncoder(_ => listener).UseFeatureCache(options =>
        {
            options.Folder = Cache;
            options.MaxBytes = maxBytes;
        });
        return services.BuildServiceProvider();
    }

    private async Task<float[]> EncodeAsync(Listener listener, string[] paths, LogLines? log = null, long? maxBytes = null)
    {
        using var provider = Provider(listener, log, maxBytes);
        var decoder = provider.GetRequiredService<IAudioDecoder>();
        var audio = await Task.WhenAll(paths.Select(path => decoder.DecodeAsync(path)));
        var features = await provider.GetRequiredService<IModalityEncoder<Waveform>>().EncodeAsync(audio);
        return [.. Enumerable.Range(0, features.Count).Select(row => features[row].Span[0])];
    }

    /// <summary>Counts what it decodes and encodes; a feature is the number of samples.</summary>
    private sealed class Listener(string decoder = "", string encoder = "weights") : IAudioDecoder, IModalityEncoder<Waveform>
    {
        private readonly AudioDecoder _decoder = new();
        private int _decoded;

        public int Decoded => _decoded;

        public int Encoded { get; private set; }

        public string? Notice { get; init; }

        public string Fingerprint => decoder;

        public EncoderMetadata Metadata { get; } = new("length", 1, 1, "none", "here", encoder);

        public Waveform Decode(string path, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _decoded);
            return _decoder.Decode(path, cancellationToken);
        }

        public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) =>
            _decoder.Decode(encoded, name, cancellationToken);

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default)
        {
            Encoded += inputs.Count;
            EncodingNotice[] notices = Notice is null ? [] : [new(0, Notice)];
            return Task.FromResult(new FeatureBatch(
                inputs.Count, 1, 1, inputs.Select(input => (float)input.Samples.Length).ToArray(), notices));
        }
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.LpMusicCaps;

public sealed class LpMusicCapsCaptionerTests : IDisposable
{
    private const int Rate = AudioFrontEnd.SampleRate;

    private static readonly string Golden = GoldenFiles.Fixture("lp-music-caps");
    private static readonly JsonElement Io = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Golden, "io.json"))).RootElement;

    private readonly TemporaryFolder _folder = new();
    private readonly LpMusicCapsCaptioner _captioner = LpMusicCapsCaptioner.Load(Golden, new() { MaxTokens = 48 });

    public void Dispose()
    {
        _captioner.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Ids_become_the_text_of_the_reference()
    {
        var tokenizer = RobertaTokenizer.FromFolder(Golden);
        foreach (var row in Io.GetProperty("texts").EnumerateArray())
        {
            int[] ids = [.. row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            CaptionText.Clean(tokenizer.Decode(ids)).Should().Be(row.GetProperty("text").GetString());
        }
        tokenizer.Decode([]).Should().BeEmpty();
        tokenizer.Decode(tokenizer.Tokenize("the piano's ♫ song, Ünïcode 𝄞").Ids).Should().Be("the piano's ♫ song, Ünïcode 𝄞");
        tokenizer.Invoking(t => t.Decode([300])).Should().Throw<ArgumentException>().WithMessage("*300*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Ten_seconds_get_the_caption_of_the_reference(int beams)
    {
        using var captioner = LpMusicCapsCaptioner.Load(Golden, new() { MaxTokens = 48, Beams = beams });
        var row = Io.GetProperty("searches").EnumerateArray().First(r =>
            r.GetProperty("config").GetString() == "tiny" && r.GetProperty("seed").GetInt32() == 1 && r.GetProperty("beams").GetInt32() == beams);
        var captions = await captioner.CaptionAsync(new Waveform(FormulaLpMusicCaps.Wave(1), Rate)).ToListAsync();
        captions.Should().Equal(new AudioCaption(row.GetProperty("text").GetString()!, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(48_000, 1, 3.0)]
    [InlineData(159_999, 1, 159_999.0 / 16_000)]
    [InlineData(319_999, 1, 10.0)]
    [InlineData(330_000, 2, 20.0)]
    public async Task Short_audio_is_padded_and_a_remainder_dropped(int samples, int count, double end)
    {
        float[] wave = [.. Enumerable.Range(1, 3).SelectMany(FormulaLpMusicCaps.Wave).Take(samples)];
        var captions = await _captioner.CaptionAsync(new Waveform(wave, Rate)).ToListAsync();
        captions.Should().HaveCount(count);
        captions[^1].End.TotalSeconds.Should().BeApproximately(end, 1e-6);
        for (var i = 0; i < count; i++)
        {
            var chunk = wave.Skip(i * 160_000).Take(160_000).ToArray();
            Array.Resize(ref chunk, 160_000);
            var alone = await _captioner.CaptionAsync(new Waveform(chunk, Rate)).ToListAsync();
            captions[i].Text.Should().Be(alone.Single().Text);
        }
    }

    [Fact]
    public async Task Silence_and_a_single_sample_have_captions()
    {
        var silence = await _captioner.CaptionAsync(new Waveform(new float[480_000], 48_000)).ToListAsync();
        silence.Should().ContainSingle();
        (await _captioner.CaptionAsync(new Waveform(new float[1], Rate)).ToListAsync()).Single().Text.Should().Be(silence[0].Text);
    }

    [Fact]
    public async Task Samples_that_are_not_finite_are_refused()
    {
        var caption = async () => await _captioner.CaptionAsync(new Waveform(new[] { 0, float.NaN }, Rate)).ToListAsync();
        await caption.Should().ThrowAsync<MediaException>().WithMessage("*finite*");
    }

    [Fact]
    public async Task A_canceled_call_ends()
    {
        var caption = async () => await _captioner.CaptionAsync(new Waveform(new float[160_000], Rate), new CancellationToken(true)).ToListAsync();
        await caption.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Threads_may_share_a_captioner()
    {
        var audio = new Waveform(FormulaLpMusicCaps.Wave(3), Rate);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _captioner.CaptionAsync(audio).ToListAsync().AsTask()));
        results.Select(captions => captions.Single().Text).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void A_vocabulary_that_is_not_the_models_is_refused()
    {
        foreach (var file in new[] { "transfer.pth", "config.json", "merges.txt" })
            File.Copy(Path.Combine(Golden, file), Path.Combine(_folder.Path, file));
        var vocabulary = File.ReadAllText(Path.Combine(Golden, "vocab.json")).TrimEnd().TrimEnd('}').TrimEnd() + ", \"more\": 300}";
        File.WriteAllText(Path.Combine(_folder.Path, "vocab.json"), vocabulary);
        var load = () => LpMusicCapsCaptioner.Load(_folder.Path, new() { MaxTokens = 48 });
        load.Should().Throw<WeightFileException>().WithMessage("*vocab.json: has 301 tokens with ids up to 300; the model has 300*");
    }

    [Fact]
    public void A_folder_without_weights_names_what_was_looked_for()
    {
        var load = () => LpMusicCapsCaptioner.Load(_folder.Path);
        load.Should().Throw<WeightFileException>().WithMessage("*transfer.pth*huggingface.co/seungheondoh/lp-music-caps*");
        var named = () => LpMusicCapsCaptioner.Load(Golden, new() { WeightFile = "other.pth" });
        named.Should().Throw<WeightFileException>().WithMessage("*other.pth*");
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var beams = () => LpMusicCapsCaptioner.Load(Golden, new() { Beams = 0 });
        beams.Should().Throw<OptionsValidationException>().WithMessage("*Beams*between 1 and 32*");
        var tokens = () => LpMusicCapsCaptioner.Load(Golden, new() { MaxTokens = 65 });
        tokens.Should().Throw<OptionsValidationException>().WithMessage("*MaxTokens is 65; this model has 64 positions*");
    }

    [Fact]
    public async Task A_host_gets_it_with_one_log_line()
    {
        var log = new LogLines();
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(log);
        services.AddMmva().UseLpMusicCaps(Golden, options => options.MaxTokens = 8);
        await using var provider = services.BuildServiceProvider();
        log.Lines.Should().BeEmpty();
        var captions = await provider.GetRequiredService<IAudioCaptioner>().CaptionAsync(new Waveform(new float[5], Rate)).ToListAsync();
        captions.Should().ContainSingle();
        log.Lines.Should().Equal(
            $"Loaded LP-MusicCaps; license of the weights: {LpMusicCapsOptions.DefaultLicense}; source: {LpMusicCapsOptions.DefaultSource}");
    }
}

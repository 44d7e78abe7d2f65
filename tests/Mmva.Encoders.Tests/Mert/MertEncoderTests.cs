using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Mert;

public sealed class MertEncoderTests : IDisposable
{
    private const int Rate = 24_000;

    private static readonly string Golden = GoldenFiles.Fixture("mert-tiny");

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;
    private readonly MertEncoder _encoder = MertEncoder.Load(Golden);

    public void Dispose()
    {
        _encoder.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task Golden_sound_gives_the_time_means_of_the_reference_states()
    {
        using var io = GoldenFiles.Tensors("mert-tiny");
        var features = await _encoder.EncodeAsync(
            [new Waveform(io["waveform"].ToFloats(), Rate), new Waveform(io["waveform_short"].ToFloats(), Rate)]);
        (features.Layers, features.Width).Should().Be((4, 64));
        foreach (var (clip, suffix) in new[] { (0, ""), (1, "_short") })
            for (var layer = 0; layer < 4; layer++)
                Errors.OfScale(features[clip].Span.Slice(layer * 64, 64), Mean(io[$"hidden_{layer}{suffix}"])).Should().BeLessThan(2e-4);
    }

    [Theory]
    [InlineData(Precision.Exact)]
    [InlineData(Precision.Fast)]
    public async Task Clips_of_any_lengths_and_rates_do_not_touch_each_other(Precision precision)
    {
        using var encoder = MertEncoder.Load(Golden, new() { Precision = precision, WindowSeconds = 1 });
        Waveform[] clips = [Sound(1, Rate, 400), Sound(2, 44_100, 60_000), Sound(3, Rate, 400), Sound(4, 8_000, 3_001), Sound(5, Rate, 100_003)];
        var batch = await encoder.EncodeAsync(clips);
        for (var i = 0; i < clips.Length; i++)
        {
            var alone = await encoder.EncodeAsync([clips[i]]);
            for (var k = 0; k < alone.Values.Length; k++) Math.Abs(batch[i].Span[k] - alone.Values.Span[k]).Should().BeLessThanOrEqualTo(1e-5f);
        }
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
    }

    [Fact]
    public async Task Long_sound_is_the_mean_of_its_windows()
    {
        // one normalization over all, then three windows
        using var encoder = MertEncoder.Load(Golden, new() { WindowSeconds = 1 });
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), """{"do_normalize": false}""");
        foreach (var file in new[] { "config.json", "model.safetensors" }) File.Copy(Path.Combine(Golden, file), Path.Combine(_folder, file));
        using var raw = MertEncoder.Load(_folder, new() { WindowSeconds = 1 });
        var sound = Sound(6, Rate, 60_000);
        var normalized = AudioNormalization.ZeroMeanUnitVariance(sound, 1e-7);
        var windows = await raw.EncodeAsync(
            [.. Enumerable.Range(0, 3).Select(i => new Waveform(normalized.Samples.Slice(i * 20_000, 20_000), Rate))]);

        var whole = await encoder.EncodeAsync([sound]);

        float[] expected = [.. Enumerable.Range(0,
            whole.Values.Length).Select(k => (windows[0].Span[k] + windows[1].Span[k] + windows[2].Span[k]) / 3)];
        Errors.OfScale(whole.Values.Span, expected).Should().BeLessThan(1e-5);
        raw.Metadata.Fingerprint.Should().NotBe(encoder.Metadata.Fingerprint);
    }

    [Theory]
    [InlineData(399, 1f, "waveform 1: *399 samples at 24000 Hz*400*")]
    [InlineData(4_000, float.NaN, "waveform 1*finite*")]
    [InlineData(4_000, float.PositiveInfinity, "waveform 1*finite*")]
    public async Task Sound_that_cannot_be_encoded_is_refused(int samples, float value, string message)
    {
        var values = new float[samples];
        values[7] = value;
        var encode = async () => await _encoder.EncodeAsync([Sound(1, Rate, 4_000), new Waveform(values, Rate)]);
        await encode.Should().ThrowAsync<MediaException>().WithMessage(message);
    }

    [Fact]
    public async Task Silence_has_features() =>
        (await _encoder.EncodeAsync([new Waveform(new float[4_000], Rate)])).Values.ToArray().Should().OnlyContain(v => float.IsFinite(v));

    [Theory]
    [InlineData(0.5)]
    [InlineData(61)]
    [InlineData(double.NaN)]
    public void Windows_that_make_no_sense_are_refused(double seconds)
    {
        var load = () => MertEncoder.Load(Golden, new() { WindowSeconds = seconds });
        load.Should().Throw<OptionsValidationException>().WithMessage("*WindowSeconds must be between 1 and 60*");
    }

    [Fact]
    public void A_rate_that_is_not_the_models_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), """{"sampling_rate": 16000}""");
        var read = () => MertPreprocessing.Read(_folder, Rate);
        read.Should().Throw<WeightFileException>().WithMessage("*sampling_rate*16000*24000*");
    }

    [Fact]
    public async Task A_canceled_call_ends()
    {
        var encode = async () => await _encoder.EncodeAsync([Sound(1, Rate, 4_000)], new CancellationToken(true));
        await encode.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Threads_may_share_an_encoder()
    {
        Waveform[] clips = [Sound(1, Rate, 4_000), Sound(2, Rate, 5_001)];
        var expected = (await _encoder.EncodeAsync(clips)).Values.ToArray();
        foreach (var result in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _encoder.EncodeAsync(clips))))
            result.Values.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void The_saved_file_opens_in_ONNX_Runtime_with_the_named_axes()
    {
        var path = Path.Combine(_folder, "mert.onnx");
        _encoder.SaveOnnx(path);
        using var session = new TowerSession(path);
        session.Inputs["input_values"].SymbolicDimensions.Should().Equal("batch", "samples");
        session.Outputs["time_means"].Dimensions.Should().Equal(-1, 4, 64);
    }

    [Fact]
    public async Task A_host_takes_it_as_the_encoder_of_music()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseMert(Golden);
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IModalityEncoder<Waveform>>().Metadata.Should().Be(_encoder.Metadata);
    }

    private static Waveform Sound(int seed, int rate, int samples)
    {
        var random = new Random(seed);
        return new(Enumerable.Range(0, samples).Select(i => 0.4f * MathF.Sin(i * 0.03f * seed) + 0.1f * (float)random.NextDouble()).ToArray(), rate);
    }

    // of a state [1, frames, width]
    private static float[] Mean(Tensor state)
    {
        var (values, width) = (state.ToFloats(), state.Shape[2]);
        return [.. Enumerable.Range(0, width).Select(c => (float)Enumerable.Range(0, state.Shape[1]).Average(t => (double)values[t * width + c]))];
    }
}

using System.Text.Json;
using Microsoft.Extensions.Options;
using Mmva.Encoders.Graphs;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.Text.MiniLm;

public sealed class MiniLmEncoderTests : IClassFixture<MiniLmEncoderTests.Towers>
{
    private static readonly string Folder = GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", "minilm");

    private readonly Towers _towers;

    public MiniLmEncoderTests(Towers towers) => _towers = towers;

    public sealed class Towers : IDisposable
    {
        public MiniLmEncoder Exact { get; } = MiniLmEncoder.Load(Folder);

        public MiniLmEncoder Fast { get; } = MiniLmEncoder.Load(Folder, new() { Precision = Precision.Fast });

        public void Dispose()
        {
            Exact.Dispose();
            Fast.Dispose();
        }
    }

    [Fact]
    public async Task Golden_captions_give_the_reference_features()
    {
        using var io = GoldenFiles.Tensors("minilm");
        var features = await _towers.Exact.EncodeAsync(Captions());
        for (var i = 0; i < features.Count; i++)
        {
            Errors.OfScale(features[i].Span, io[$"layer_means_{i}"].ToFloats()).Should().BeLessThan(2e-4);
            var last = features[i].Span[^384..].ToArray();
            var length = MathF.Sqrt(last.Sum(x => x * x));
            Errors.OfScale([.. last.Select(x => x / length)], io[$"embedding_{i}"].ToFloats()).Should().BeLessThan(2e-4);
        }
    }

    [Theory]
    [InlineData(Precision.Exact, 1e-5f)]
    [InlineData(Precision.Fast, 1e-3f)] // the last bit of a float32 product can tip an activation over to the next integer
    public async Task A_batch_gives_the_same_as_its_captions_one_by_one(Precision precision, float limit)
    {
        var encoder = precision == Precision.Exact ? _towers.Exact : _towers.Fast;
        var captions = Enumerable.Range(0, 40).Select(
            i => string.Join(" ", Enumerable.Range(0, 1 + i * 7 % 31).Select(j => "rain piano loud joy sad"[..(4 + j % 15)]))).ToArray();
        var batch = await encoder.EncodeAsync(captions);
        for (var i = 0; i < captions.Length; i++)
        {
            var alone = await encoder.EncodeAsync([captions[i]]);
            for (var k = 0; k < alone.Values.Length; k++) Math.Abs(batch[i].Span[k] - alone.Values.Span[k]).Should().BeLessThanOrEqualTo(limit);
        }
    }

    [Fact]
    public async Task Fast_stays_within_its_error()
    {
        var exact = await _towers.Exact.EncodeAsync(Captions());
        var fast = await _towers.Fast.EncodeAsync(Captions());
        Errors.RelativeRms(fast.Values.Span, exact.Values.Span).Should().BeInRange(1e-4, 0.03);
    }

    [Fact]
    public async Task A_long_caption_is_cut_and_says_so()
    {
        var features = await _towers.Exact.EncodeAsync(["short", string.Join(" ", Enumerable.Repeat("melody", 400))]);
        features.Notices.Should().Equal(new EncodingNotice(1, "truncated to 256 of 402 tokens"));
    }

    [Fact]
    public async Task No_caption_gives_no_features_and_an_empty_one_gives_some()
    {
        (await _towers.Exact.EncodeAsync([])).Count.Should().Be(0);
        (await _towers.Exact.EncodeAsync([""])).Values.Length.Should().Be(7 * 384);
    }

    [Fact]
    public async Task Threads_may_share_an_encoder()
    {
        var captions = Captions();
        var expected = (await _towers.Exact.EncodeAsync(captions)).Values.ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _towers.Exact.EncodeAsync(captions)));
        foreach (var result in results) result.Values.ToArray().Should().Equal(expected);
    }

    [Fact]
    public async Task A_canceled_call_ends()
    {
        var encode = async () => await _towers.Exact.EncodeAsync(["a"], new CancellationToken(true));
        await encode.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Metadata_says_what_it_is_and_tells_precisions_apart()
    {
        var metadata = _towers.Exact.Metadata;
        (metadata.Layers, metadata.Width, metadata.License).Should().Be((7, 384, "Apache-2.0"));
        metadata.Fingerprint.Should().NotBe(_towers.Fast.Metadata.Fingerprint);
        metadata.WeightsFingerprint.Should().Be(_towers.Fast.Metadata.WeightsFingerprint);
    }

    [Theory]
    [InlineData(1, "MaxTokens: *must be between 2 and *")]
    [InlineData(513, "MaxTokens: 513 is not from 2 to 512, the limit of the model.")]
    public void A_length_beyond_the_limits_of_the_model_is_refused(int maxTokens, string message)
    {
        var load = () => MiniLmEncoder.Load(Folder, new() { MaxTokens = maxTokens });
        load.Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public void The_saved_file_opens_in_ONNX_Runtime_with_the_named_axes()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            _towers.Fast.SaveOnnx(path);
            using var session = new TowerSession(path);
            session.Inputs["input_ids"].SymbolicDimensions.Should().Equal("batch", "sequence");
            session.Outputs["layer_means"].Dimensions.Should().Equal(-1, 7, 384);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Captions()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture("minilm", "io.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("text").GetString()!)];
    }
}

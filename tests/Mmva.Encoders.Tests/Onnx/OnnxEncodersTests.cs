using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Encoders.Graphs;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Onnx;

public sealed class OnnxEncodersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task An_image_file_gets_cut_scaled_pixels()
    {
        var path = Save(ImageMeans);
        using var encoder = OnnxImageEncoder.Load(
            path, new() { Mean = (0.5f, 0, 0), StandardDeviation = (0.5f, 1, 2), License = "MIT", BatchSize = 2 });
        var features = await encoder.EncodeAsync([Plain(8, 4, 255, 255, 255), Plain(3, 9, 0, 51, 102), Plain(4, 4, 255, 0, 0)]);
        features.Values.ToArray().Select(x => MathF.Round(x, 4)).Should().Equal(1, 1, 0.5f, -1, 0.2f, 0.2f, 1, 0, 0);
        encoder.Metadata.Should().BeEquivalentTo(new { Name = "model", Layers = 1, Width = 3, License = "MIT" });
        using var other = OnnxImageEncoder.Load(path);
        encoder.Metadata.Fingerprint.Should().NotBe(other.Metadata.Fingerprint);
    }

    [Fact]
    public async Task A_music_file_gets_the_fewest_equal_windows_and_their_mean_is_taken()
    {
        var path = Save(graph =>
        {
            var x = graph.Input("samples", TensorType.Float32, Dimension.Batch, "time");
            graph.Output("mean", graph.ReduceMean(x, [1], keepAxes: true), TensorType.Float32, Dimension.Batch, 1);
        });
        using var encoder = OnnxMusicEncoder.Load(path, new() { SampleRate = 100, WindowSeconds = 0.1, BatchSize = 2 });
        // four windows of 9 samples, not three of 10 and a remainder; then audio shorter than a window
        float[] samples = [.. Enumerable.Range(0, 36).Select(i => i < 27 ? 0.1f : 0.5f)];
        var features = await encoder.EncodeAsync([new(samples, 100), new(new[] { 0.5f, 0.25f }, 100)]);
        features.Values.Span[0].Should().BeApproximately(0.2f, 1e-6f);
        features.Values.Span[1].Should().BeApproximately(0.375f, 1e-6f);
    }

    [Fact]
    public async Task A_music_file_with_a_fixed_number_of_samples_gets_whole_windows()
    {
        var path = Save(graph =>
        {
            var x = graph.Input("samples", TensorType.Float32, Dimension.Batch, 10);
            graph.Output("first", graph.Slice(x, 1, 0, 1), TensorType.Float32, Dimension.Batch, 1);
        });
        using var encoder = OnnxMusicEncoder.Load(path, new() { SampleRate = 100, WindowSeconds = 5, BatchSize = 2 });
        // three windows of 10 samples, and 5 samples that are ignored; then audio shorter than a window
        float[] samples = [.. Enumerable.Repeat(0.1f, 10), .. Enumerable.Repeat(0.2f, 10), .. Enumerable.Repeat(0.6f, 10),
            .. Enumerable.Repeat(1f, 5)];
        var features = await encoder.EncodeAsync([new(samples, 100), new(new[] { 0.5f, 0.25f }, 100)]);
        features.Values.Span[0].Should().BeApproximately(0.3f, 1e-6f);
        features.Values.Span[1].Should().Be(0.5f);

        using var normalizing = OnnxMusicEncoder.Load(path, new() { SampleRate = 100, Normalize = true });
        features = await normalizing.EncodeAsync([new(new[] { 3f, 1f }, 100)]);
        features.Values.Span[0].Should().BeApproximately(1, 1e-5f, "each window has mean 0 and variance 1");
    }

    [Fact]
    public async Task A_caption_file_gets_a_mask_and_its_positions_are_averaged_without_padding()
    {
        var path = Save(graph =>
        {
            var ids = graph.Input("input_ids", TensorType.Int64, Dimension.Batch, Dimension.Sequence);
            var mask = graph.Input("attention_mask", TensorType.Int64, Dimension.Batch, Dimension.Sequence);
            var sum = graph.Unsqueeze(graph.Cast(graph.Add(ids, mask), TensorType.Float32), 2);
            graph.Output("hidden", sum, TensorType.Float32, Dimension.Batch, Dimension.Sequence, 1);
        });
        using var encoder = OnnxCaptionEncoder.Load(path, new() { Tokenize = text => new([.. text.Take(5).Select(c => (int)c)], text.Length) });
        var features = await encoder.EncodeAsync(["abcdefg", "a", "ac"]);
        for (var i = 0; i < 3; i++) features.Values.Span[i].Should().BeApproximately(1 + "cab"[i], 1e-4f);
        features.Notices.Should().Equal(new EncodingNotice(0, "truncated to 5 of 7 tokens"));
    }

    [Fact]
    public async Task Hidden_states_are_layers()
    {
        var path = Save(graph =>
        {
            var x = graph.Input("samples", TensorType.Float32, Dimension.Batch, 6);
            graph.Output("layers", graph.Reshape(x, 0, 3, 2), TensorType.Float32, Dimension.Batch, 3, 2);
        });
        using var encoder = OnnxMusicEncoder.Load(path, new() { SampleRate = 10 });
        var features = await encoder.EncodeAsync([new(new[] { 1f, 2, 3, 4, 5, 6 }, 10)]);
        (features.Layers, features.Width).Should().Be((3, 2));
        features.Values.ToArray().Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_all_that_the_file_has()
    {
        var path = Save(graph =>
        {
            var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 8, 8);
            graph.Input("y", TensorType.Int64, Dimension.Batch);
            graph.Output("maps", graph.Relu(x), TensorType.Float32, Dimension.Batch, 3, 8, 8);
            graph.Output("means", graph.ReduceMean(x, [2, 3]), TensorType.Float32, Dimension.Batch, 3);
        });
        Refusal(() => OnnxImageEncoder.Load(path))
            .Should().Contain("it has 2 outputs; name the one").And.Contain(
                "Inputs of this file: x Float [batch, 3, 8, 8], y Int64 [batch]; outputs: maps Float [batch, 3, 8, 8], means Float [batch, 3].");
        Refusal(() => OnnxImageEncoder.Load(path, new() { Output = "maps" })).Should().Contain("output 'maps' must have 2 or 3 axes");
        Refusal(() => OnnxImageEncoder.Load(path, new() { Output = "features" })).Should().Contain("no output is named 'features'");
        Refusal(() => OnnxImageEncoder.Load(path, new() { Output = "means" })).Should().Contain("it has 2 inputs; name the one");
        Refusal(() => OnnxImageEncoder.Load(path, new() { Output = "means", Input = "x" }))
            .Should().Contain("its input 'y' is not one that this encoder can provide");
        Refusal(() => OnnxCaptionEncoder.Load(Path.Combine(_folder, "none.onnx"), new() { Tokenize = _ => new([0], 1) }))
            .Should().Contain("none.onnx: no such file.");

        var images = Save(ImageMeans);
        Refusal(() => OnnxMusicEncoder.Load(images)).Should().Contain("input 'x' must have 2 axes");
        Refusal(() => OnnxCaptionEncoder.Load(images, new() { Tokenize = _ => new([0], 1) })).Should().Contain("input 'x' must contain Int64 values");
        Refusal(() => OnnxImageEncoder.Load(images, new() { Side = 8 })).Should().Contain("must accept [batch, 3, 8, 8]");
    }

    [Fact]
    public void Weights_in_a_file_beside_the_graph_are_in_the_fingerprint()
    {
        var path = Save(graph =>
        {
            var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 4, 4);
            graph.Output(
                "y", graph.Multiply(graph.ReduceMean(x, [2, 3]), graph.Weight("gain", [1f, 2, 3], 3)), TensorType.Float32, Dimension.Batch, 3);
        });
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        var gain = model.Graph.Initializer.Single(weight => weight.Name == "gain");
        (gain.RawData, gain.DataLocation) = (Google.Protobuf.ByteString.Empty, TensorProto.Types.DataLocation.External);
        gain.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "model.onnx.data" });
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(model));

        string Fingerprint(float[] weights)
        {
            File.WriteAllBytes(Path.Combine(_folder, "model.onnx.data"), [.. weights.SelectMany(BitConverter.GetBytes)]);
            using var encoder = OnnxImageEncoder.Load(path);
            return encoder.Metadata.Fingerprint;
        }
        Fingerprint([1, 2, 3]).Should().Be(Fingerprint([1, 2, 3])).And.NotBe(Fingerprint([1, 2, 4]));
        ExternalData.Of(path).Should().Equal(Path.Combine(_folder, "model.onnx.data"));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var path = Save(ImageMeans);
        Expect(
            () => OnnxImageEncoder.Load(path, new() { StandardDeviation = (1, 0, 1) }),
            "*StandardDeviation: (1, 0, 1) contains zeros or is not finite.");
        Expect(() => OnnxImageEncoder.Load(path, new() { Mean = (float.NaN, 0, 0) }), "*Mean: (NaN, 0, 0) is not finite.");
        Expect(() => OnnxImageEncoder.Load(path, new() { BatchSize = 0 }), "BatchSize: *between 1 and 65536.");
        Expect(() => OnnxImageEncoder.Load(path, new() { Side = 0 }), "Side: *between 1 and 16384.");
        Expect(() => OnnxImageEncoder.Load(path, new() { Session = new() { IntraOpThreads = -1 } }), "*Session.IntraOpThreads*between 0 and 1024.");
        Expect(() => OnnxMusicEncoder.Load(path, new() { SampleRate = 0 }), "SampleRate: *");
        Expect(() => OnnxMusicEncoder.Load(path, new() { WindowSeconds = double.NaN }), "*WindowSeconds: NaN s is not above 0, or too long.");
        Expect(() => OnnxMusicEncoder.Load(path, new() { WindowSeconds = 1e9 }), "*WindowSeconds: *");
        Expect(() => OnnxCaptionEncoder.Load(path, new()), "Tokenize: *required.");

        static void Expect(Func<object> load, string message) => load.Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public async Task An_input_that_cannot_be_encoded_is_named()
    {
        var captions = Save(
            graph =>
                graph.Output(
                    "y", graph.Cast(graph.Input("input_ids", TensorType.Int64, Dimension.Batch, Dimension.Sequence), TensorType.Float32),
                    TensorType.Float32, Dimension.Batch, 1));
        using (var encoder = OnnxCaptionEncoder.Load(captions, new() { Tokenize = text => new([.. text.Select(c => (int)c)], text.Length) }))
            await encoder.Awaiting(e => e.EncodeAsync(["a", ""]))
                .Should().ThrowAsync<MmvaException>().WithMessage("caption 1: the tokenizer returned no token*");
        var sounds = Save(
            graph =>
                graph.Output(
                    "y", graph.ReduceMean(graph.Input("x", TensorType.Float32, Dimension.Batch, "time"), [1], keepAxes: true), TensorType.Float32,
                    Dimension.Batch, 1));
        using (var encoder = OnnxMusicEncoder.Load(sounds, new() { SampleRate = 10 }))
            await encoder.Awaiting(e => e.EncodeAsync([new(new float[9], 10), new(new[] { 1, float.NaN }, 10)]))
                .Should().ThrowAsync<MediaException>().WithMessage("waveform 1: *not finite*");
    }

    [Fact]
    public void A_damaged_file_is_one_clear_error()
    {
        var path = Path.Combine(_folder, "damaged.onnx");
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
            Refusal(() => OnnxImageEncoder.Load(path)).Should().Contain(path);
        }
    }

    [Fact]
    public void A_host_takes_it_with_one_call_and_reaches_the_session()
    {
        var configured = 0;
        var services = new ServiceCollection();
        services.AddMmva().UseOnnxImageEncoder(Save(ImageMeans), options =>
        {
            options.Session.IntraOpThreads = 1;
            options.Session.Configure = _ => configured++;
        });
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IModalityEncoder<RgbImage>>().Should().BeOfType<OnnxImageEncoder>();
        configured.Should().Be(1);
    }

    private static void ImageMeans(GraphBuilder graph)
    {
        var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 4, 4);
        graph.Output("means", graph.ReduceMean(x, [2, 3]), TensorType.Float32, Dimension.Batch, 3);
    }

    private string Save(Action<GraphBuilder> write)
    {
        var builder = new GraphBuilder("test");
        write(builder);
        var path = Path.Combine(_folder, "model.onnx");
        builder.Build().Save(path);
        return path;
    }

    private static string Refusal(Func<object> load) => load.Should().Throw<MmvaException>().Which.Message;

    private static RgbImage Plain(int width, int height, byte red, byte green, byte blue) =>
        new(width, height, Enumerable.Range(0, width * height).SelectMany(_ => new[] { red, green, blue }).ToArray());
}

using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Text.Roberta;

public sealed class RobertaEncoderTests : IDisposable
{
    private const int Layers = 5, Width = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public RobertaEncoderTests()
    {
        TinyVocabulary.Write(_folder);
        foreach (var file in new[] { "config.json", "model.safetensors" })
            File.Copy(GoldenFiles.Fixture("roberta-tiny", file), Path.Combine(_folder, file));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin")]
    [InlineData("legacy_zip_gamma_beta.bin")]
    [InlineData("legacy_non_zip.bin")]
    public void Class_tokens_of_every_container_and_spelling_are_the_reference_s(string file)
    {
        File.Delete(Path.Combine(_folder, "model.safetensors"));
        File.Copy(
            GoldenFiles.Fixture("roberta-tiny", file),
            Path.Combine(_folder, file.EndsWith(".bin", StringComparison.Ordinal) ? "pytorch_model.bin" : file));
        using var io = GoldenFiles.Tensors("roberta-tiny");
        var (ids, mask, length) = (io["input_ids"].ToInt64(), io["attention_mask"].ToInt64(), io["input_ids"].Shape[1]);
        int[][] texts = [.. Enumerable.Range(0,
            ids.Length / length).Select(row => Enumerable.Range(row * length, length).Where(i => mask[i] != 0).Select(i => (int)ids[i]).ToArray())];

        using var tower = Tower(Precision.Exact);
        var features = tower.Features(texts);

        for (var layer = 0; layer < Layers; layer++)
        {
            var state = io[$"hidden_{layer}"].ToFloats();
            var expected = Enumerable.Range(0, texts.Length).SelectMany(row => state.AsSpan(row * length * Width, Width).ToArray()).ToArray();
            var actual = Enumerable.Range(0, texts.Length).SelectMany(row => features.AsSpan((row * Layers + layer) * Width, Width).ToArray())
                .ToArray();
            Errors.OfScale(actual, expected).Should().BeLessThan(2e-4, $"hidden state {layer}");
        }
    }

    [Theory]
    [InlineData(Precision.Exact, 1e-5f)]
    [InlineData(Precision.Fast, 0.05f)] // the last bit of a float32 product can tip an activation over to the next integer
    public void A_caption_s_features_do_not_depend_on_its_batch(Precision precision, float limit)
    {
        using var tower = Tower(precision);
        int[][] texts = [.. Enumerable.Range(0,
            30).Select(i => Enumerable.Range(0, 2 + i * 11 % 60).Select(j => 3 + (i * 31 + j * 7) % 500).ToArray())];
        var batch = tower.Features(texts);
        for (var i = 0; i < texts.Length; i++)
        {
            var alone = tower.Features([texts[i]]);
            for (var k = 0; k < alone.Length; k++) Math.Abs(batch[i * alone.Length + k] - alone[k]).Should().BeLessThanOrEqualTo(limit);
        }
    }

    [Fact]
    public async Task Captions_give_13_states_like_features_and_notices()
    {
        using var encoder = RobertaEncoder.Load(_folder);
        var features = await encoder.EncodeAsync(["ab", "", string.Concat(Enumerable.Repeat(" ab", 100)), "a <pad> b"]);
        (features.Count, features.Layers, features.Width).Should().Be((4, Layers, Width));
        features.Values.ToArray().Should().OnlyContain(v => float.IsFinite(v));
        features.Notices.Should().Contain(new EncodingNotice(2, "truncated to 64 of 102 tokens"));
        features.Notices.Single(notice => notice.Index == 1).Message.Should().StartWith("it contains no words");
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
        encoder.Metadata.License.Should().Be("MIT");
    }

    [Fact]
    public void The_saved_file_gives_the_same_features()
    {
        using var tower = Tower(Precision.Fast);
        var path = Path.Combine(_folder, "saved.onnx");
        tower.SaveOnnx(path);
        using var saved = new TowerSession(path);
        var features = new float[Layers * Width];
        using var ids = OrtTensor.Over<long>(new long[] { 0, 5, 6, 2 }.AsMemory(), 1, 4);
        using var mask = OrtTensor.Over<long>(new long[] { 1, 1, 1, 1 }.AsMemory(), 1, 4);
        using var result = OrtTensor.Over(features.AsMemory(), 1, Layers, Width);
        saved.Run(
            new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { ["input_ids"] = ids, ["attention_mask"] = mask }, new Dictionary<string,
            Microsoft.ML.OnnxRuntime.OrtValue> { ["class_tokens"] = result });
        Errors.OfScale(features, tower.Features([[0, 5, 6, 2]])).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var load = (int? maxTokens) => RobertaEncoder.Load(_folder, new() { MaxTokens = maxTokens });
        load.Invoking(l => l(65)).Should().Throw<OptionsValidationException>().WithMessage("*2 to 64*");
        load.Invoking(l => l(1)).Should().Throw<OptionsValidationException>();

        var config = Path.Combine(_folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"roberta\"", "\"bert\"", StringComparison.Ordinal));
        load.Invoking(l => l(null)).Should().Throw<WeightFileException>().WithMessage("*model_type*bert*roberta*");
        File.WriteAllText(config, File.ReadAllText(GoldenFiles.Fixture("roberta-tiny", "config.json")).Replace("66", "2", StringComparison.Ordinal));
        load.Invoking(l => l(null)).Should().Throw<WeightFileException>().WithMessage("*max_position_embeddings*");
    }

    [Fact]
    public void In_full_size_Exact_equals_the_reference_and_Fast_stays_within_its_error()
    {
        using var io = GoldenFiles.Tensors("roberta-base-formula");
        using var model = FormulaTower.Create("roberta-base-formula");
        int[][] texts = [[0, 31414, 232, 2], [0, 20920, 232, 328, 740, 2]];
        using var exact = new BertTower(model.Path, Precision.Exact, pooling: TextPooling.ClassToken, modelType: "roberta");
        using var fast = new BertTower(model.Path, Precision.Fast, pooling: TextPooling.ClassToken, modelType: "roberta");
        var features = exact.Features(texts);
        Errors.OfScale(features, io["class_tokens"].ToFloats()).Should().BeLessThan(2e-4);

        int[][] captions = [.. Enumerable.Range(0,
            8).Select(row => Enumerable.Range(0, 8 + row * 37 % 113).Select(j => 3 + (row * 7919 + j * 104729) % 30000).ToArray())];
        Errors.RelativeRms(fast.Features(captions), exact.Features(captions)).Should().BeInRange(1e-4, 0.03);
    }

    private BertTower Tower(Precision precision) => new(_folder, precision, pooling: TextPooling.ClassToken, modelType: "roberta");
}

using Microsoft.Extensions.Options;
using Mmva.Model;
using Mmva.Training;
using Mmva.WeightFiles;

namespace Mmva.Tests.Model;

public sealed class MmvaModelTests : IDisposable
{
    private static readonly MmvaModelOptions Small = new()
    {
        Image = new(1, 20), Music = new(3, 15), Caption = new(2, 12), EmbeddingWidth = 12, HiddenWidth = 18, Dropout = 0.25f,
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mmva-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_defaults_are_the_papers()
    {
        new MmvaModelOptions().Should().Be(new MmvaModelOptions
        {
            Image = new(1, 512), Music = new(13, 768), Caption = new(13, 768),
            EmbeddingWidth = 512, HiddenWidth = 512, Dropout = 0.5f, SimilarityHead = true, Sigma = null,
        });
        new MmvaModel().ParameterCount.Should().Be(3_424_803);
    }

    [Fact]
    public void Keys_are_those_of_a_state_dict()
    {
        var model = new MmvaModel(Small with { Caption = new(1, 12) });
        model.Save(_path);
        using var file = SafetensorsFile.Open(_path);
        file["image_neck.aggregate.weight"].Shape.Should().Equal(1, 1, 1);
        file["music_neck.aggregate.weight"].Shape.Should().Equal(1, 3, 1);
        file["music_neck.project.weight"].Shape.Should().Equal(12, 15);
        file["image_head.2.bias"].Shape.Should().Equal(18);
        file["similarity_head.0.weight"].Shape.Should().Equal(18, 36);
        file["similarity_head.8.bias"].Shape.Should().Equal(1);
        file.Tensors.Keys.Should().NotContain(k => k.StartsWith("caption_neck")); // 1 × embedding width is an embedding already
    }

    [Fact]
    public void Initial_weights_have_the_distributions_of_PyTorch()
    {
        var model = new MmvaModel(seed: 5);
        var weights = model.Network.Layout.Parameters.ToDictionary(p => p.Name, p => model.Weights[p].ToArray());
        weights["music_head.0.weight"].Max(Math.Abs).Should().BeInRange(0.999f / MathF.Sqrt(512), 1 / MathF.Sqrt(512));
        weights["music_head.0.weight"].Average().Should().BeApproximately(0, 1e-3f);
        weights["caption_neck.aggregate.bias"].Max(Math.Abs).Should().BeLessThanOrEqualTo(1 / MathF.Sqrt(13));
        weights["music_head.2.weight"].Should().AllBeEquivalentTo(1f);
        weights["music_head.2.bias"].Should().AllBeEquivalentTo(0f);
        new MmvaModel(seed: 5).Weights.All.SequenceEqual(model.Weights.All).Should().BeTrue();
    }

    [Fact]
    public void A_saved_model_is_loaded_from_its_file_alone()
    {
        var model = new MmvaModel(Small with { SimilarityHead = false, Sigma = 0.1 + 0.2 }, seed: 3);
        model.Save(_path, new Dictionary<string, string> { ["encoder"] = "clip" });

        var loaded = MmvaModel.Load(_path);

        loaded.Options.Should().Be(model.Options);
        loaded.Metadata.Should().Equal(new Dictionary<string, string> { ["encoder"] = "clip" });
        loaded.Weights.All.SequenceEqual(model.Weights.All).Should().BeTrue();
        var act = () => loaded.PredictSimilarity(new float[12], new float[12], new float[12]);
        act.Should().Throw<InvalidOperationException>().WithMessage("*no similarity head*");
    }

    [Fact]
    public void A_file_without_sigma_is_loaded()
    {
        new MmvaModel(Small).Save(_path);
        using (var file = SafetensorsFile.Open(_path)) file.Metadata.Keys.Should().NotContain("mmva.sigma");

        MmvaModel.Load(_path).Options.Sigma.Should().BeNull();
    }

    [Fact]
    public void Missing_unused_misshaped_and_damaged_weights_are_all_named()
    {
        var model = new MmvaModel(Small);
        var tensors = StateDict.Tensors(model.Weights)
            .Where(t => t.Name is not ("image_head.0.bias" or "music_head.0.bias" or "image_head.2.bias")).ToList();
        tensors.Add(Tensor.FromFloats("stray", [1], 1));
        tensors.Add(Tensor.FromFloats("music_head.0.bias", new float[7], 7));
        tensors.Add(Tensor.FromFloats("image_head.2.bias", Enumerable.Repeat(float.NaN, 18).ToArray(), 18));
        SafetensorsWriter.Write(_path, tensors, OptionsMetadata.Write(Small));

        var act = () => MmvaModel.Load(_path);

        act.Should().Throw<WeightFileException>().WithMessage(
            "*missing: image_head.0.bias; unused: stray; wrong: music_head.0.bias is [7] instead of [18]; not finite: image_head.2.bias*");
    }

    [Theory]
    [InlineData("mmva.hidden_width", "-3")]
    [InlineData("mmva.hidden_width", "many")]
    [InlineData("mmva.music", "3")]
    [InlineData("mmva.music", null)]
    [InlineData("mmva.dropout", "NaN")]
    [InlineData("mmva.embedding_width", "99999999999")]
    [InlineData("mmva.sigma", "0")]
    public void Metadata_that_does_not_describe_a_model_is_refused(string key, string? value)
    {
        var metadata = OptionsMetadata.Write(Small);
        if (value is null) metadata.Remove(key);
        else metadata[key] = value;
        SafetensorsWriter.Write(_path, [Tensor.FromFloats("a", [1], 1)], metadata);
        var act = () => MmvaModel.Load(_path);
        act.Should().Throw<WeightFileException>();
    }

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        var act = () => new MmvaModel(new() { HiddenWidth = 0, Music = new(0, 768), Dropout = 1, Sigma = double.NaN });
        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            "Music.Layers is 0; it must be from 1 to 65536.", "HiddenWidth is 0; it must be from 1 to 65536.",
            "Dropout is 1; it must be from 0 to below 1.", "Sigma is NaN; it must be above 0 and finite, or null.");
    }

    [Fact]
    public void Features_of_another_shape_are_refused()
    {
        var act = () => new MmvaModel(Small).Embed(Modality.Music, new FeatureBatch(1, 2, 15, new float[30]));
        act.Should().Throw<ArgumentException>().WithMessage("Music features are 2x15*model expects 3x15*");
    }

    [Fact]
    public void A_batch_of_any_size_and_on_any_thread_predicts_the_same()
    {
        var model = new MmvaModel(Small, seed: 8);
        const int count = 300;
        FeatureBatch image = Features(Small.Image, 1), music = Features(Small.Music, 2), caption = Features(Small.Caption, 3);
        float[] Similarities() => model.PredictSimilarity(
            model.Embed(Modality.Image, image), model.Embed(Modality.Music, music), model.Embed(Modality.Caption, caption));
        var expected = Similarities();
        var points = model.PredictEmotion(Modality.Music, music);

        points.Should().OnlyContain(p => p.Valence > 0 && p.Valence < 1 && p.Arousal > 0 && p.Arousal < 1);
        model.PredictEmotion(Modality.Music, model.Embed(Modality.Music, music)).Should().Equal(points);
        model.PredictEmotion(Modality.Music, new FeatureBatch(1, 3, 15, music[137])).Should().Equal(points[137]);
        Parallel.For(0, 8, _ => Similarities().Should().Equal(expected));
        model.PredictEmotion(Modality.Music, new FeatureBatch(0, 3, 15, default)).Should().BeEmpty();

        static FeatureBatch Features(FeatureShape shape, ulong seed)
        {
            var random = new RandomSource(seed);
            var values = Enumerable.Range(0, count * shape.Layers * shape.Width).Select(_ => random.NextSingle()).ToArray();
            return new(count, shape.Layers, shape.Width, values);
        }
    }
}

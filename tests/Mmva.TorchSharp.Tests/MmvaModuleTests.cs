using Mmva.TestSupport;
using Mmva.WeightFiles;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Mmva.TorchSharp.Tests;

public sealed class MmvaModuleTests : IDisposable
{
    private const float Limit = 1e-5f;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Shapes => ["paper", "small", "without a similarity head", "image with a neck"];

    [SkippableTheory]
    [MemberData(nameof(Shapes))]
    public void Predictions_equal_those_of_the_model(string shape)
    {
        NativeTorch.Require();
        var options = Of(shape);
        var model = new MmvaModel(options, seed: 7);
        using var module = new MmvaModule(model);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();

        var embeddings = new Dictionary<Modality, (float[] Expected, Tensor Actual)>();
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var features = Models.Features(options.ShapeOf(modality), count: 9, seed: 1 + (int)modality);
            var embedded = module.Embed(modality, features.ToTensor());
            embeddings[modality] = (model.Embed(modality, features), embedded);
            Close(embedded, embeddings[modality].Expected);
            Close(module.PredictEmotion(modality, embedded), Values(model.PredictEmotion(modality, features)));
        }
        var (image, music, caption) = (embeddings[Modality.Image], embeddings[Modality.Music], embeddings[Modality.Caption]);
        if (options.SimilarityHead)
            Close(
                module.PredictSimilarity(image.Actual, music.Actual, caption.Actual),
                model.PredictSimilarity(image.Expected, music.Expected, caption.Expected));
        else module.Invoking(m => m.PredictSimilarity(image.Actual, music.Actual, caption.Actual)).Should().Throw<InvalidOperationException>();
    }

    [SkippableFact]
    public void The_whole_is_its_parts()
    {
        NativeTorch.Require();
        using var module = new MmvaModule(new MmvaModel(Models.Small, seed: 3));
        using var scope = NewDisposeScope();
        var (images, music, captions) = (Features(Modality.Image), Features(Modality.Music), Features(Modality.Caption));

        var output = module.call(images, music, captions);

        Tensor[] embeddings = [module.Embed(Modality.Image, images), module.Embed(Modality.Music, music), module.Embed(Modality.Caption, captions)];
        Close(output.Caption, TensorValues.ToFloats(module.PredictEmotion(Modality.Caption, embeddings[2])));
        Close(output.Similarity!, TensorValues.ToFloats(module.PredictSimilarity(embeddings[0], embeddings[1], embeddings[2])));
        output.Image.shape.Should().Equal(4, 2);
        output.Similarity!.shape.Should().Equal(4, 1);

        static Tensor Features(Modality modality) => Models.Features(Models.Small.ShapeOf(modality), 4, 1).ToTensor();
    }

    [SkippableTheory]
    [MemberData(nameof(Shapes))]
    public void The_parameters_have_the_keys_and_shapes_of_the_file(string shape)
    {
        NativeTorch.Require();
        var path = _folder.File("model.safetensors");
        var model = new MmvaModel(Of(shape), seed: 2);
        model.Save(path);
        using var module = new MmvaModule(model);
        using var file = SafetensorsFile.Open(path);

        module.named_parameters().Select(p => $"{p.name} [{string.Join(", ", p.parameter.shape)}]")
            .Should().BeEquivalentTo(file.Tensors.Values.Select(t => $"{t.Name} [{string.Join(", ", t.Shape)}]"));
        module.parameters().Sum(p => p.numel()).Should().Be(model.ParameterCount);
        module.state_dict().Keys.Should().BeEquivalentTo(file.Tensors.Keys);
        using var larger = new Larger(module);
        larger.state_dict().Keys.Should().BeEquivalentTo(file.Tensors.Keys.Select(key => $"mmva.{key}"));
        larger.named_parameters().Select(p => p.name).Should().BeEquivalentTo(file.Tensors.Keys.Select(key => $"mmva.{key}"));
    }

    [SkippableFact]
    public void Saving_writes_the_same_bytes_and_both_load_them()
    {
        NativeTorch.Require();
        var (ours, theirs) = (_folder.File("ours.safetensors"), _folder.File("theirs.safetensors"));
        new MmvaModel(Models.Small, seed: 4).Save(ours, new Dictionary<string, string> { ["encoders"] = "made up" });

        using (var module = MmvaModule.Load(ours)) module.Save(theirs);

        File.ReadAllBytes(theirs).Should().Equal(File.ReadAllBytes(ours));
        MmvaModel.Load(theirs).Metadata["encoders"].Should().Be("made up");
        using (var module = MmvaModule.Load(ours))
        {
            module.Sigma.Should().Be(0.25);
            module.Sigma = 0.5;
            module.Save(theirs, new Dictionary<string, string>());
        }
        MmvaModel.Load(theirs).Should().Match<MmvaModel>(m => m.Options.Sigma == 0.5 && m.Metadata.Count == 0);
    }

    [SkippableFact]
    public void What_was_changed_is_saved_and_the_model_stays_as_it_was()
    {
        NativeTorch.Require();
        var model = new MmvaModel(Models.Small, seed: 4);
        var before = model.ComputeFingerprint();
        using var module = new MmvaModule(model);
        module.ToModel().ComputeFingerprint().Should().Be(before);

        using (no_grad())
        using (NewDisposeScope())
            foreach (var parameter in module.parameters()) parameter.add_(0.5);

        var changed = module.ToModel();
        model.ComputeFingerprint().Should().Be(before);
        changed.ComputeFingerprint().Should().NotBe(before);
        First(changed).Should().BeApproximately(First(model) + 0.5f, 1e-6f);
        using (no_grad())
        using (NewDisposeScope()) module.parameters().Last().fill_(double.NaN);
        module.Invoking(m => m.Save(_folder.File("none.safetensors")))
            .Should().Throw<MmvaException>().WithMessage("*are not finite: training has diverged*");
        File.Exists(_folder.File("none.safetensors")).Should().BeFalse();
    }

    [SkippableFact]
    public void Features_of_another_shape_are_refused()
    {
        NativeTorch.Require();
        using var module = new MmvaModule(new MmvaModel(Models.Small));
        using var scope = NewDisposeScope();

        module.Invoking(m => m.Embed(Modality.Music, zeros(2, 5, 41))).Should().Throw<ArgumentException>()
            .WithMessage("Music features are [2, 5, 41], but the model expects [batch, 5, 40]*");
        module.Invoking(m => m.Embed(Modality.Image, zeros(2, 24))).Should().Throw<ArgumentException>();
        module.Invoking(m => m.PredictEmotion((Modality)9, zeros(2, 24))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [SkippableFact]
    public void A_damaged_file_is_the_error_of_the_model()
    {
        NativeTorch.Require();
        var path = _folder.Write("damaged.safetensors", "not a model");
        FluentActions.Invoking(() => MmvaModule.Load(path)).Should().Throw<WeightFileException>();
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Larger : nn.Module<Tensor, Tensor>
    {
        private readonly MmvaModule _mmva;

        public Larger(MmvaModule mmva) : base(nameof(Larger)) => register_module("mmva", _mmva = mmva);

        public override Tensor forward(Tensor input) => _mmva.Embed(Modality.Music, input);
    }

    private float First(MmvaModel model)
    {
        var path = _folder.File("first.safetensors");
        model.Save(path);
        using var file = SafetensorsFile.Open(path);
        return file["image_head.0.weight"].ToFloats()[0];
    }

    private static MmvaModelOptions Of(string shape) => shape switch
    {
        "paper" => new(),
        "small" => Models.Small,
        "without a similarity head" => Models.Small with { SimilarityHead = false, Sigma = null },
        "image with a neck" => Models.Small with { Image = new(2, 7), EmbeddingWidth = 40 },
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static float[] Values(ValenceArousal[] points) => [.. points.SelectMany(point => new[] { point.Valence, point.Arousal })];

    private static void Close(Tensor actual, float[] expected)
    {
        var values = TensorValues.ToFloats(actual);
        values.Should().HaveSameCount(expected);
        values.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(Limit);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace Mmva.TorchSharp.Tests;

public class TorchEncoderTests
{
    private static readonly RgbImage Image = new(6, 4, Enumerable.Range(0, 72).Select(i => (byte)(3 * i)).ToArray());

    [SkippableFact]
    public async Task A_module_receives_the_pixels_that_were_announced()
    {
        NativeTorch.Require();
        using var encoder = TorchEncoder.ForImages(nn.Flatten(), Described(3 * 4 * 4), side: 4, mean: (0, 0.5f, 0), standardDeviation: (1, 2, 1));

        var features = await encoder.EncodeAsync([Image, Image]);

        var pixels = ImageResizing.ShortestSideCrop(Image, 4).Pixels.ToArray();
        (features.Count, features.Layers, features.Width).Should().Be((2, 1, 48));
        for (var p = 0; p < 16; p++)
        {
            features[0].Span[p].Should().Be(pixels[3 * p] / 255f);
            features[1].Span[16 + p].Should().BeApproximately((pixels[(3 * p) + 1] / 255f - 0.5f) / 2, 1e-6f);
        }
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
    }

    [SkippableFact]
    public async Task Any_input_can_be_prepared_and_modules_may_return_layers()
    {
        NativeTorch.Require();
        using var encoder = new TorchEncoder<string>(
            nn.Unflatten(1, [2, 3]), Described(3, layers: 2),
            texts => tensor(texts.SelectMany(text => Enumerable.Range(0, 6).Select(i => (float)text.Length + i)).ToArray(), [texts.Count, 6]));

        var features = await encoder.EncodeAsync(["a", "four"]);

        (features.Count, features.Layers, features.Width).Should().Be((2, 2, 3));
        features[1].ToArray().Should().Equal(4, 5, 6, 7, 8, 9);
    }

    [SkippableFact]
    public void The_fingerprint_follows_the_weights_and_the_preparation()
    {
        NativeTorch.Require();
        string Of(double bias, int side, string preprocessing = "")
        {
            using var scope = NewDisposeScope();
            var linear = nn.Linear(3, 3);
            using (no_grad())
                foreach (var parameter in linear.parameters()) parameter.fill_(bias);
            var described = Described(3);
            described.Preprocessing = preprocessing;
            return TorchEncoder.ForImages(linear, described, side).Metadata.Fingerprint;
        }

        Of(1, 4).Should().Be(Of(1, 4));
        new[] { Of(1, 4), Of(2, 4), Of(1, 5), Of(1, 4, "cropped") }.Should().OnlyHaveUniqueItems();
    }

    [SkippableFact]
    public async Task Features_of_another_shape_and_failures_are_errors_that_name_the_module()
    {
        NativeTorch.Require();
        using var wide = TorchEncoder.ForImages(nn.Flatten(), Described(7), side: 4);
        await wide.Awaiting(e => e.EncodeAsync([Image])).Should().ThrowAsync<MmvaException>()
            .WithMessage("The module 'made-up' returned features [1, 48], where [1, 1, 7] was announced.");
        using var failing = TorchEncoder.ForImages(nn.Linear(5, 7), Described(7), side: 4);
        await failing.Awaiting(e => e.EncodeAsync([Image])).Should().ThrowAsync<MmvaException>()
            .WithMessage("The module 'made-up' failed on 1 inputs: *");
    }

    [SkippableFact]
    public void Options_are_validated()
    {
        NativeTorch.Require();
        var create = () => TorchEncoder.ForImages(nn.Flatten(), new(), side: 4);
        create.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
        var divide = () => TorchEncoder.ForImages(nn.Flatten(), Described(7), side: 4, standardDeviation: (1, 0, 1));
        divide.Should().Throw<ArgumentOutOfRangeException>();
    }

    [SkippableFact]
    public async Task A_host_uses_it_as_any_other_encoder()
    {
        NativeTorch.Require();
        await using var services = new ServiceCollection()
            .AddSingleton(new MmvaModel(Models.Small with { Image = new(1, 48) }, seed: 1))
            .AddMmva().UseImageEncoder(_ => TorchEncoder.ForImages(nn.Flatten(), Described(48), side: 4))
            .Services.BuildServiceProvider();

        var emotions = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => services.GetRequiredService<IEmotionPredictor>().PredictAsync(Image)));

        emotions.Distinct().Should().ContainSingle();
    }

    private static TorchEncoderOptions Described(int width, int layers = 1) => new() { Name = "made-up", Width = width, Layers = layers };
}

using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Towers;

/// <summary>What all encoders have in common.</summary>
public sealed class EncoderCallTests
{
    private static readonly RgbImage Picture = new(1, 1, new byte[3]);
    private static readonly Waveform Sound = new(new float[4_000], 24_000);

    [Fact]
    public async Task Nothing_in_the_place_of_an_input_is_refused_by_its_place()
    {
        using (var clip = ClipEncoder.Load(GoldenFiles.Fixture("clip-tiny"))) await IsRefused(clip, Picture);
        using (var mert = MertEncoder.Load(GoldenFiles.Fixture("mert-tiny"))) await IsRefused(mert, Sound);
        using (var captions = MiniLmEncoder.Load(Compact("minilm"))) await IsRefused(captions, "a");
        using (var images = EfficientNetLite0Encoder.Load(Compact("efficientnet-lite0"))) await IsRefused(images, Picture);
        using (var music = MusicnnEncoder.Load(Compact("musicnn"))) await IsRefused(music, Sound);
    }

    [Fact]
    public async Task A_tower_that_was_disposed_of_says_so()
    {
        var clip = ClipEncoder.Load(GoldenFiles.Fixture("clip-tiny"));
        var captions = MiniLmEncoder.Load(Compact("minilm"));
        foreach (var encoder in new IDisposable[] { clip, captions, clip, captions }) encoder.Dispose();
        await clip.Awaiting(e => e.EncodeAsync([Picture])).Should().ThrowAsync<ObjectDisposedException>();
        await captions.Awaiting(e => e.EncodeAsync(["a"])).Should().ThrowAsync<ObjectDisposedException>();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        clip.Invoking(e => e.SaveOnnx(path)).Should().Throw<ObjectDisposedException>();
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void A_precision_that_is_none_is_refused()
    {
        var load = () => ClipEncoder.Load(GoldenFiles.Fixture("clip-tiny"), new() { Precision = (Precision)2 });
        load.Should().Throw<OptionsValidationException>().WithMessage("*Precision must be Exact or Fast*");
    }

    [Fact]
    public void A_vocabulary_that_the_model_does_not_know_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("mmva-").FullName;
        try
        {
            foreach (var file in new[] { "config.json", "model.safetensors" })
                File.Copy(GoldenFiles.Fixture("bert-tiny", file), Path.Combine(folder, file));
            File.Copy(Compact("minilm/vocab.txt"), Path.Combine(folder, "vocab.txt"));
            var load = () => MiniLmEncoder.Load(folder, new() { MaxTokens = 8 });
            load.Should().Throw<WeightFileException>().WithMessage("*vocab.txt*ids up to 30521*the model has*");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task IsRefused<TInput>(IModalityEncoder<TInput> encoder, TInput input) =>
        await encoder.Awaiting(e => e.EncodeAsync([input, default!])).Should().ThrowAsync<ArgumentException>().WithMessage("Input 1 of 2 is null*");

    private static string Compact(string path) => GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", path);
}

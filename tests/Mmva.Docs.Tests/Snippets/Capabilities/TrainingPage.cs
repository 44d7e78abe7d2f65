using Mmva;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Training;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/training.md.</summary>
internal static class TrainingPage
{
    public static async Task RunAsync()
    {
        // tables with the columns path, valence and arousal (0 to 1), and caption for the music
        var photos = Datasets.Manifest("images.csv");
        var tracks = Datasets.Manifest("music.csv");
        using var compact = CompactModel.Load();
        var cache = new FeatureCache(new() { Folder = "features" });
        using var images = await cache.EncodeAsync(compact.Images, photos.AsInputs(new SkiaImageDecoder()));
        using var music = await cache.EncodeAsync(compact.Music, tracks.AsInputs(new AudioDecoder()));
        var texts = music.Items.Select(track => track with { Content = track.Caption! });
        using var captions = await cache.EncodeAsync(compact.Captions, texts.AsInputs());

        var model = new MmvaModel(new() { Image = images.Shape, Music = music.Shape, Caption = captions.Shape }, seed: 1);
        using var trainer = new MmvaTrainer(model, new RandomMatching(images, music, captions), new() { Seed = 1, Epochs = 200 });
        trainer.Train();
        model.Save("mine.safetensors"); // for services.AddMmva().UseCompact().UseModel("mine.safetensors")
    }
}

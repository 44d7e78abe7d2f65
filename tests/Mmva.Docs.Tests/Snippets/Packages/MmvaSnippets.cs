using Mmva;
using Mmva.Training;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.</summary>
internal static class MmvaSnippets
{
    public static void Train(LabeledFeatures images, LabeledFeatures music, LabeledFeatures captions)
    {
        var matching = new RandomMatching(images, music, captions); // LabeledFeatures; pairs are drawn afresh at every step
        var model = new MmvaModel(new() { Image = new(1, 512), Music = new(13, 768), Caption = new(13, 768) }, seed: 1);
        using var trainer = new MmvaTrainer(model, matching, new() { Seed = 1 });
        trainer.Train();
        model.Save("mmva.safetensors"); // for services.AddMmva().UseModel("mmva.safetensors")
    }
}

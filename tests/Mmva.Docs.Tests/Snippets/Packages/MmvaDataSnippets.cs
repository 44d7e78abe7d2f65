using Mmva;
using Mmva.Data;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Data.</summary>
internal static class MmvaDataSnippets
{
    public static async Task<DatasetSplit> ReadAsync()
    {
        var photos = Datasets.Oasis("data/oasis"); // path, valence and arousal from 0 to 1, theme
        var parts = GroupedSplit.TrainValidationHoldOut(photos, validation: 0.1, holdOut: 0.2, seed: 1); // no theme in two parts

        var decoder = new MediaDecoder(); // images and audio, by their content
        foreach (var path in MediaFiles.Find("media", MediaKind.Image))
        {
            var image = (await decoder.DecodeAsync(path)).Image!;
            Console.WriteLine($"{path}: {image.Width} × {image.Height}");
        }
        return parts;
    }
}

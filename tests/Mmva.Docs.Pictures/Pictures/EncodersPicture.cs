using Mmva.Compact;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>What each part passes on, with the shapes of the loaded model.</summary>
internal static class EncodersPicture
{
    public static Task<Svg> DrawAsync(Demo demo)
    {
        var svg = new Svg(800, 330, "From a file to a point: encoder, features, neck, embedding, head");
        using var compact = CompactModel.Load();
        var options = compact.Model.Options;
        (string Input, EncoderMetadata Encoder, Modality Modality, string Color)[] rows =
        [
            ("image", compact.Images.Metadata, Modality.Image, Svg.Image), ("music", compact.Music.Metadata, Modality.Music, Svg.Music),
            ("caption", compact.Captions.Metadata, Modality.Caption, Svg.Text),
        ];
        double[] columns = [24, 120, 320, 436, 540, 664];
        string[] heads = ["input", "encoder: replace it", "features", "neck", "embedding", "valence, arousal"];
        foreach (var (i, head) in heads.Index()) svg.Write(columns[i], 34, head, Svg.Gray, bold: i == 1);
        svg.Rectangle(110, 46, 190, 216, "none", 8, Svg.Ink);
        foreach (var (i, row) in rows.Index())
        {
            var y = 84 + 72.0 * i;
            svg.Write(columns[0], y + 5, row.Input, row.Color, bold: true);
            svg.Rectangle(columns[1], y - 24, 170, 48, row.Color, 6, opacity: 0.14);
            var isPair = row.Encoder.Name.Contains('+', StringComparison.Ordinal);
            foreach (var (line, part) in row.Encoder.Name.Replace("+", " + ", StringComparison.Ordinal).Split(" + ").Index())
                svg.Write(columns[1] + 85, y + (isPair ? -4 : 5) + 18 * line, part, anchor: "middle", size: 12);
            svg.Write(columns[2], y + 5, $"{row.Encoder.Layers} × {row.Encoder.Width}");
            if (options.HasNeck(row.Modality)) svg.Rectangle(columns[3], y - 18, 64, 36, row.Color, 6, opacity: 0.3);
            svg.Write(columns[4], y + 5, $"{options.EmbeddingWidth} values");
            svg.Rectangle(columns[5], y - 18, 96, 36, row.Color, 6, opacity: 0.3).Write(columns[5] + 48, y + 5, "VA head", anchor: "middle");
            foreach (var (from, to) in new[] { (80.0, 108.0), (300, 314), (404, 430), (506, 532), (626, 656) })
                svg.Line(from, y, to, y, Svg.Gray, 1.5);
            svg.Line(641, y, 641, 284, Svg.Gray, 1.5);
        }
        svg.Rectangle(430, 284, 330, 32, Svg.Chosen, 6, opacity: 0.16);
        svg.Write(595, 305, "similarity head: image, music and caption together", anchor: "middle", size: 12);
        svg.Write(24, 305, "The model (necks and heads) knows the shapes of the features.", Svg.Gray, size: 12);
        return Task.FromResult(svg);
    }
}

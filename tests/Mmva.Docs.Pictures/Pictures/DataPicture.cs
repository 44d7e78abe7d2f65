using System.Globalization;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>The tracks of four data sets, as a model predicts them that was not trained on them.</summary>
internal static class DataPicture
{
    private static readonly string[] Sets = ["musemo", "vgmidi", "emopia", "deam"], Names = ["Musemo", "VGMIDI", "EMOPIA", "DEAM"];
    private static readonly string[] Colors = [Svg.Image, Svg.Text, Svg.Music, Svg.Chosen];

    public static Task<Svg> DrawAsync(Demo demo)
    {
        const double Size = 172;
        var svg = new Svg(800, 250, "Predictions for the tracks of four data sets");
        var rows = File.ReadLines("samples/TextToMusic/held-out.csv").Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var (i, set) in Sets.Index())
        {
            var plane = new Plane(svg, 28 + 195.0 * i, 36, Size, words: false, axes: false);
            var tracks = rows.Where(row => row[0] == set).ToList();
            svg.Write(28 + 195.0 * i, 24, $"{Names[i]}, {tracks.Count} tracks", Colors[i], bold: true);
            // an id such as "song, part" may contain commas: the four values are the last
            svg.Dots(tracks.Select(row => plane.Of(new(Parse(row[^4]), Parse(row[^3])))), 2.2, Colors[i], 0.5);
        }
        svg.Write(400, 236, "valence to the right, arousal upward, each from 0 to 1", Svg.Gray, "middle", 12);
        return Task.FromResult(svg);
    }

    private static float Parse(string value) => float.Parse(value, CultureInfo.InvariantCulture);
}

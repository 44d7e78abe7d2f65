using System.Globalization;
using System.Text;
using Mmva.TestSupport;

namespace Mmva.Data.Tests;

/// <summary>A small made-up copy of IMEMNet-C's four sources as published: 12 images of each kind, 6 songs with 61 ratings each.</summary>
internal sealed class SmallSources : IDisposable
{
    public const int ImagesPerSet = 12, Songs = 6;
    public const string Dynamic = "deam/annotations/annotations averaged per song/dynamic (per second annotations)/";
    public const string Static = "deam/annotations/annotations averaged per song/song_level/static_annotations_averaged_songs_2000_2058.csv";

    private readonly TemporaryFolder _folder = new();

    public SmallSources()
    {
        var random = new Random(3);
        var iaps = new StringBuilder("Text\n\ndesc\tIAPS\tvalmn\taromn\n");
        var naps = new StringBuilder("ID,valence,arousal\n");
        var emotic = new StringBuilder("Filename,Valence,Arousal,Dominance\n");
        for (var i = 0; i < ImagesPerSet; i++)
        {
            iaps.Append(CultureInfo.InvariantCulture, $"thing\t{1000 + i}\t{Between(1, 9):F2}\t{Between(1, 9):F2}\n");
            naps.Append(CultureInfo.InvariantCulture, $"Animals_{i:D3}_h,{Between(1, 9):F2},{Between(1, 9):F2}\n");
            emotic.Append(CultureInfo.InvariantCulture, $"frame_{i}.jpg,{random.Next(1, 11)},{random.Next(1, 11)},5\n");
            Write($"iaps/images/{1000 + i}.jpg", "x");
            Write($"naps/Animals_{i:D3}_h.jpg", "x");
            Write($"emotic/images/frame_{i}.jpg", "x");
        }
        Write("iaps/AllSubjects_1-20.txt", iaps.ToString());
        Write("naps/NAPS.csv", naps.ToString());
        Write("emotic/train.csv", emotic.ToString());
        Write("emotic/val.csv", "Filename,Valence,Arousal,Dominance\n");
        Write("emotic/test.csv", "Filename,Valence,Arousal,Dominance\n");

        var header = "song_id," + string.Join(',', Enumerable.Range(0, 61).Select(i => $"sample_{15000 + 500 * i}ms")) + "\n";
        var (valence, arousal) = (new StringBuilder(header), new StringBuilder(header));
        var whole = new StringBuilder("song_id, valence_mean, arousal_mean\n");
        for (var song = 0; song < Songs; song++)
        {
            var (v, a) = (-0.5 + song * 0.2, 0.6 - song * song * 0.04);
            valence.Append(CultureInfo.InvariantCulture, $"{2001 + song},{string.Join(',', Series(v))}\n");
            arousal.Append(CultureInfo.InvariantCulture, $"{2001 + song},{string.Join(',', Series(a))}\n");
            whole.Append(CultureInfo.InvariantCulture, $"{2001 + song}, {5 + 4 * v:F2}, {5 + 4 * a:F2}\n");
            var samples = Enumerable.Range(0, 4500).Select(i => (song + 1) * i / 45000f).ToArray();
            Write($"deam/audio/{2001 + song}.wav", WavFile.Encode(new(samples, 100)));
        }
        Write(Dynamic + "valence.csv", valence.ToString());
        Write(Dynamic + "arousal.csv", arousal.ToString());
        Write(Static, whole.ToString());

        double Between(double low, double high) => low + random.NextDouble() * (high - low);
        IEnumerable<string> Series(double mean) =>
            Enumerable.Range(0, 61).Select(i => (mean + 0.05 * Math.Sin(i)).ToString("F4", CultureInfo.InvariantCulture));
    }

    public string Path(string name) => _folder.File(name);

    public void Write(string name, string text) => _folder.Write(name, text);

    public void Write(string name, byte[] bytes) => _folder.Write(name, bytes);

    public void Edit(string name, Func<string, string> edit) => Write(name, edit(File.ReadAllText(Path(name))));

    public Imemnet Chain() => Imemnet.FromSources(Path("iaps"), Path("naps"), Path("emotic"), Path("deam"));

    public void Dispose() => _folder.Dispose();
}

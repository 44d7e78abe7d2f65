using System.Globalization;
using System.Text;
using Mmva.Data;

namespace Mmva.Compact.Tests.Samples;

/// <summary>Small data sets in the form in which benchmarks are published: what is pleasant is high, what is excited is loud.</summary>
internal static class BenchmarkData
{
    private const int Rate = 16_000;

    /// <summary>emoMusic: half of the songs are of the evaluation set; some have no audio.</summary>
    public static void WriteEmoMusic(string folder, int songs, int withoutAudio)
    {
        StringBuilder ratings = new("song_id,mean_arousal,std_arousal,mean_valence,std_valence\n"), info = new("song_id,Mediaeval 2013 set\n");
        for (var song = 1; song <= songs; song++)
        {
            var (valence, arousal) = RatingOf(song);
            ratings.Append(CultureInfo.InvariantCulture, $"{song},{1 + 8 * arousal},0.5,{1 + 8 * valence},0.5\n");
            info.Append(CultureInfo.InvariantCulture, $"{song},{(song % 3 == 0 ? "evaluation" : "development")}\n");
            if (song > withoutAudio) WriteSong(folder, "clips_45seconds", song);
        }
        Write(folder, "static_annotations.csv", ratings);
        Write(folder, "songs_info.csv", info);
    }

    /// <summary>DEAM with songs of its first years and of the evaluation of 2015.</summary>
    public static void WriteDeam(string folder, int songs, int evaluation)
    {
        foreach (var (first, last, file) in new[] { (1001, 1000 + songs, "1_2000"), (2001, 2000 + evaluation, "2000_2058") })
        {
            var ratings = new StringBuilder("song_id, valence_mean, valence_std, arousal_mean, arousal_std\n");
            for (var song = first; song <= last; song++)
            {
                var (valence, arousal) = RatingOf(song);
                ratings.Append(CultureInfo.InvariantCulture, $"{song},{1 + 8 * valence},0.5,{1 + 8 * arousal},0.5\n");
                WriteSong(folder, "audio", song);
            }
            Write(folder, $"static_annotations_averaged_songs_{file}.csv", ratings);
        }
    }

    /// <summary>PMEmo.</summary>
    public static void WritePmemo(string folder, int songs)
    {
        var ratings = new StringBuilder("musicId,Arousal(mean),Valence(mean)\n");
        for (var song = 1; song <= songs; song++)
        {
            var (valence, arousal) = RatingOf(song);
            ratings.Append(CultureInfo.InvariantCulture, $"{song},{arousal},{valence}\n");
            WriteSong(folder, "chorus", song);
        }
        Write(folder, "static_annotations.csv", ratings);
    }

    /// <summary>EmoBank: documents of four sentences, of which one is not to train on; with a test part or without.</summary>
    public static void WriteEmoBank(string folder, int documents, bool withTest)
    {
        var table = new StringBuilder("id,split,V,A,D,text\n");
        for (var i = 0; i < 4 * documents; i++)
        {
            var (valence, arousal) = RatingOf(i);
            // the sentences of the first document are all of the part to report
            var held = withTest ? "test" : "dev";
            var part = i < 4 || i % 4 == 0 ? held : withTest && i % 4 == 1 ? "dev" : "train";
            var text = $"{(valence > 0.5 ? "A lovely" : "A terrible")} {(arousal > 0.5 ? "explosion of joy" : "silence")} number {i}";
            table.Append(CultureInfo.InvariantCulture, $"doc{i / 4}_{i}_{i + 9},{part},{1 + 4 * valence},{1 + 4 * arousal},3,{text}\n");
        }
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "emobank.csv"), table.ToString());
    }

    // spread over the plane, and never the same twice
    private static (double Valence, double Arousal) RatingOf(int item) => (item * 0.618034 % 1, item * 0.754878 % 1);

    private static void WriteSong(string folder, string audio, int song)
    {
        var (valence, arousal) = RatingOf(song);
        var samples = new float[3 * Rate];
        for (var t = 0; t < samples.Length; t++)
            samples[t] = (float)((0.1 + 0.8 * arousal) * Math.Sin(2 * Math.PI * (110 + 880 * valence) * t / Rate));
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, audio)).FullName, $"{song}.wav");
        File.WriteAllBytes(path, WavFile.Encode(new(samples, Rate)));
    }

    private static void Write(string folder, string file, StringBuilder table) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "annotations")).FullName, file), table.ToString());
}

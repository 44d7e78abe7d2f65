using System.IO.Compression;
using Mmva.Data;
using Mmva.Fuzz.Engine;

namespace Mmva.Fuzz.Targets;

/// <summary>Every reader of a data set, with tables in the form of its owner.</summary>
internal static class DatasetTargets
{
    private const string Averaged = "song_id, valence_mean, arousal_mean\n7, 9, 1\n1001, 9, 1\n";

    public static IEnumerable<FuzzTarget> All =>
    [
        Table("iaps", "AllSubjects_1-20.txt", f => Datasets.Iaps(f, EmotionNormalization.Observed),
            "IAPS Technical Report\n\ndesc\tIAPS\tvalmn\tvalsd\taromn\tarosd\tset\n"
                + "Snake\t1050.0\t3\t2.15\t7\t1.68\t1\nBoy\t2055.1\t1\t1\t9\t1\t2\nSnake\t1050\t5\t2\t5\t1\t3\n"),
        Table("naps", "NAPS.csv", f => Datasets.Naps(f), "NAPS,,,All\nID,Category,M,SD,M,SD\nID,valence,arousal\nAnimals_001_h,9,1\n",
            "ID;valence;arousal\nFaces_001_v;5,00;3,0\n"),
        Table("emotic", "train.csv", f => Datasets.Emotic(f, "train"),
            "Filename,Age,Valence,Arousal,Dominance\na.jpg,adult,1,10,5\na.jpg,kid,10,10,5\n",
            "Index,Folder,Filename,Continuous_Labels\n0,mscoco/images,b.jpg,\"[10.0, 1.0, 3.0]\"\n"),
        Table("oasis", "OASIS.csv", f => Datasets.Oasis(f, "Animal"),
            "I,Theme,Category,Valence_mean,Arousal_mean\nI1,Acorns 1,Animal,4.68,2.35\nI2,Bird 2,Person,1,7\n"),
        Table("deam", "annotations/static_annotations_averaged_songs_1_2000.csv", f => Datasets.Deam(f, withoutAudio: true), Averaged),
        Table("deam-over-time", "annotations/valence.csv", f => Datasets.DeamOverTime(f),
            "song_id,sample_15000ms,sample_15500ms\n7,-1,-1\n2001,0,1\n", "song_id\tsample_15000ms\n7\t0\n"),
        Table("emomusic", "annotations/static_annotations.csv", f => Datasets.EmoMusic(f),
            "song_id,mean_arousal,std_arousal,mean_valence,std_valence\n10,1,0,9,0\n2,5,0,5,0\n"),
        Table("emomusic-meta", "meta.json", f => Datasets.EmoMusic(f, "train"), """{"2": {"split": "train"}, "10": {"split": "test"}}"""),
        Table("pmemo", "annotations/static_annotations.csv", f => Datasets.Pmemo(f), "musicId,Arousal(mean),Valence(mean)\n1,0.4,0.575\n"),
        Table("pmemo-over-time", "annotations/dynamic_annotations.csv", f => Datasets.PmemoOverTime(f),
            "musicId,frameTime,Arousal(mean),Valence(mean)\n1,15.0,0,1\n1,15.5,0.5,0.5\n4,15,0,0\n"),
        Table("emobank", "emobank.csv", f => Datasets.EmoBank(f, "train"), "id,split,V,A,D,text\nx_1_2,train,3.0,3.1,3,\"a, b\"\ny,test,1,5,3,c\n"),
        Table("imemnet-c", "music_va.csv", f => Datasets.ImemnetCMusic(f),
            ",wav,valence,arousal,caption\n0,725-16,0.671875,0.566878,\"The jazz song, with a vibraphone.\"\n"),
        Table("imemnet-c-images", "image_va.csv", f => Datasets.ImemnetCImages(f), ",img,valence,arousal\n0,1050,0.25,0.75\n"),
        Table("imemnet-pairs", "pairs.txt", f => ImemnetPair.Read(Path.Combine(f, "pairs.txt")), "725-16 1050 0.75\n725-17 Animals_001_h 0.5\n"),
        Table("musemo", "All_annotations.csv", f => Datasets.Musemo(f),
            "Name,Valence,Arousal\nout_jazz.00036.wav,-3,7.5\nout_jazz.00058 - Kopia.wav,1,2\n"),
        Table("musiccaps", "musiccaps-public.csv", f => Datasets.MusicCaps(f),
            "ytid,start_s,end_s,aspect_list,caption\n-0Gj8-vB1q4,30,40,\"['low quality', \"\"it's\"\"]\",\"A song, sad\"\n"),
        Table("musical-captions", "ratings.csv", f => Datasets.MusicalCaptions(f),
            "id,kind,topic,valence_1,arousal_1,valence_2,arousal_2,text\nmc-abc-30,musiccaps,,0.5,0.5,0.25,1,\"a, b\"\np1,prompt,love,0,1,0,1,c\n"),
        Table("vgmidi", "annotations.csv", f => Datasets.Vgmidi(f), "file,valence,arousal\nBanjo_Kazooie_N64_Boggy_0.mid,-1,0.5\n"),
        Table("warriner", "warriner_va.csv", f => Datasets.Warriner(f), "word,valence,arousal\naardvark,6.26,2.41\nabilities,1,9\n"),
        Table("summe", "Air_Force_One.csv", f => Datasets.SumMe(f), "0,1,1,0\n1,0,0,1\n"),
        Table("tvsum", "ydata-tvsum50-anno.tsv", f => Datasets.TvSum(f), "AwmHb44_ouw\tVT\t1,2,3,5\nAwmHb44_ouw\tVT\t1,1,4,5\n"),
        new FileTarget("tvsum-gzip", "the reader of tvsum, compressed", "ydata-tvsum50-anno.tsv.gz",
            path => Datasets.TvSum(Path.GetDirectoryName(path)!),
            _ => [Compressed("AwmHb44_ouw\tVT\t1,2,3,5\nAwmHb44_ouw\tVT\t1,1,4,5\n")]),
        Table("manifest", "mine.csv", f => Datasets.Manifest(Path.Combine(f, "mine.csv"), 1, 5),
            "caption,arousal,valence,path,group\n\"slow, sad\",1,5,a.wav,one\n,3,3,b.wav,\n"),
        Table("manifest-lines", "mine.jsonl", f => Datasets.Manifest(Path.Combine(f, "mine.jsonl"), 1, 5),
            "{\"path\": \"a.wav\", \"valence\": 5, \"arousal\": 1, \"group\": \"one\", \"caption\": \"slow\"}\n\n"
                + "{\"path\": \"b.wav\", \"valence\": 3, \"arousal\": 3}\n"),
        Table("captioned-music", "mine.csv", f => Datasets.CaptionedMusic(Path.Combine(f, "mine.csv")),
            "path,caption,group\na.wav,\"slow, sad\",one\nb.wav,fast,\n"),
        Table("captioned-lines", "mine.jsonl", f => Datasets.CaptionedMusic(Path.Combine(f, "mine.jsonl")),
            "{\"path\": \"a.wav\", \"caption\": \"slow\", \"group\": \"one\"}\n{\"path\": \"b.wav\", \"caption\": \"fast\"}\n"),
    ];

    private static readonly Dictionary<string, byte[]> Beside = new()
    {
        ["a.wav"] = [1], ["b.wav"] = [2], ["annotations/arousal.csv"] = JsonTargets.Utf8("song_id,sample_15000ms,sample_15500ms\n7,1,1\n2001,0,\n"),
        ["annotations/songs_info.csv"] = JsonTargets.Utf8("song_id,file_name,Mediaeval 2013 set\n2,x,\"\tdevelopment\"\n10,x,\"\tevaluation\"\n"),
        ["annotations/static_annotations.csv"] = JsonTargets.Utf8(
            "song_id,mean_arousal,std_arousal,mean_valence,std_valence\n10,1,0,9,0\n2,5,0,5,0\n"),
    };

    private static FileTarget Table(string name, string file, Func<string, object> read, params string[] seeds)
    {
        var depth = file.Count(c => c == '/');
        return new("data-" + name, "the reader of " + name, file, path =>
        {
            var folder = Path.GetDirectoryName(path)!;
            read(depth == 0 ? folder : Path.GetDirectoryName(folder)!);
        }, _ => seeds.Select(JsonTargets.Utf8))
        {
            Text = true, Most = 2000, Beside = Beside.Where(other => other.Key != file && !(name == "deam" && other.Key.Contains("static",
                StringComparison.Ordinal)))
                .ToDictionary(),
        };
    }

    private static byte[] Compressed(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(JsonTargets.Utf8(text));
        return memory.ToArray();
    }
}

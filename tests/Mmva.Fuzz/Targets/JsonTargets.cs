using System.Text;
using Mmva.Data;
using Mmva.Fuzz.Engine;
using Mmva.Tasks;
using Mmva.Tasks.Evaluation;

namespace Mmva.Fuzz.Targets;

/// <summary>Other files and texts: prompts, moods, captions, payloads, change points, EMOPIA's archive.</summary>
internal static class JsonTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        new ParserTarget("prompts", "PromptSet.Parse, and every prompt of a small set", bytes =>
        {
            var prompts = PromptSet.Parse(bytes, "x");
            for (var i = 0; i < Math.Min(prompts.Count, 3); i++) prompts[i].ToString();
            prompts[prompts.Count - 1].ToString();
        }, () =>
        [
            Utf8("""
            {"about":"x","templates":["a {mood} song with {instrument}","{mood}"],"candidates":{"mood":["sad","happy"],"instrument":["piano"]}}
            """),
        ])
        { Text = true, Dictionary = Words("templates", "candidates", "about", "{mood}", "{", "}", "{{", "}}", "//", "/*", "*/") },
        new ParserTarget("moods", "MoodVocabulary.Parse", bytes => MoodVocabulary.Parse(bytes, "x").NameOf(new(0.5f, 0.5f)), () =>
        [
            Utf8("""{"about":"x","moods":[{"name":"Happy","valence":0.8,"arousal":0.6},{"name":"Calm","valence":0.6,"arousal":0.2,"radius":0.1}]}"""),
            Utf8("""{"moods":[{"name":"Sad","max_valence":0.3,"max_arousal":0.4},{"name":"Tense","min_arousal":0.7,"min_valence":0.1}]}"""),
        ]) { Text = true, Dictionary = Words("name", "valence", "arousal", "radius", "min_valence", "max_valence", "min_arousal", "max_arousal") },
        new FileTarget("moods-csv", "MoodVocabulary.Load of CSV", "a.csv", path => MoodVocabulary.Load(path), _ =>
        [
            Utf8("name,valence,arousal,radius,min_valence,max_valence,min_arousal,max_arousal\nHappy,0.8,0.6,,,,,\nSad,,,,0,0.3,,0.4\n"),
        ]) { Text = true },
        new FileTarget("caption-file", "finished captions, and CaptionTable", "a.jsonl", path =>
        {
            // the file is shortened to its last whole line
            Several.Run(() => CaptionTable.Read(path), () => new CaptionFile(path).Dispose());
        }, _ => [Utf8("{\"key\":\"a\",\"text\":\"b\"}\n{\"key\":\"c\",\"text\":\"é\\u00e9\"}\n{\"ke"),
            Utf8("id,caption\n7-1,a song\n7-2,\"slow, sad\"\n")]) { Text = true },
        new FileTarget("change-points-json", "ChangePoints.Read of JSON", "a.json", path => ChangePoints.Read(path), _ =>
            [Utf8("{ \"a\": [[0, 59], [60, 99]], \"b\": [[0, 9]] }"), Utf8("\uFEFF{\"a\":[\n[0,59],\n[60,99]]}\n")]) { Text = true },
        new FileTarget("change-points-csv", "ChangePoints.Read of tables", "a.csv", path => ChangePoints.Read(path), _ =>
            [Utf8("video,first,last\na,0,59\nb,0,9\na,60,99\n"), Utf8("frame rate;25\n\"video\";last;first\na;59;0\n")]) { Text = true },
        new ParserTarget("track-info", "payloads of tracks", bytes => TrackInfo.Of(new("id", Modality.Music, default,
            Encoding.UTF8.GetString(bytes))).ToJson(), () =>
            [Utf8("""{"path":"ü.mp3","seconds":2.5,"artist":"A","title":"\u00e9 \ud83d\ude42"}"""),
            Utf8("""{"version":{"path":"no"},"path":"yes","tags":["a"]}""")])
        { Text = true },
        new FileTarget("emopia", "EMOPIA's archive of MIDI files", "midis.zip", path =>
        {
            foreach (var clip in Datasets.Emopia(Path.GetDirectoryName(path)!)) clip.ReadMidi();
        }, _ => [Midis()]),
    ];

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static IReadOnlyList<byte[]> Words(params string[] words) => [.. words.Select(Utf8)];

    private static byte[] Midis()
    {
        using var memory = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(memory, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var name in new[] { "midis/Q1_abc_0.mid", "midis/Q4_d_e_1.mid" })
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write("MThd\0\0\0\u0006\0\0\0\u0001\0\u0060MTrk\0\0\0\u0004\0\u00ff\u002f\0"u8);
            }
        }
        return memory.ToArray();
    }
}

using System.Runtime.InteropServices;
using System.Text;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.Fuzz.Engine;

namespace Mmva.Fuzz.Targets;

/// <summary>Tokenizers: their files, and texts.</summary>
internal static class TextTargets
{
    private const string Separator = "\n-----\n";

    public static IEnumerable<FuzzTarget> All => [new BpeFilesTarget(), Vocabulary, new TokenizerTarget()];

    private static FileTarget Vocabulary => new("bert-vocabulary", "vocab.txt of BertTokenizer, and a text", "vocab.txt",
        path => BertTokenizer.FromVocabulary(path).Tokenize("a test of Texts, again", 16), _ =>
        [
            "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\ntest\n##s\nof\ntext\n,\n"u8.ToArray(), "[UNK]\r\n[CLS]\r\n[SEP]\r\nx\r\n\r\n##y\r\n"u8.ToArray(),
        ])
    { Text = true, Dictionary = [.. new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##" }.Select(Encoding.UTF8.GetBytes)] };

    /// <summary>Two files in one input.</summary>
    private sealed class BpeFilesTarget : FuzzTarget
    {
        private ScratchFile? _vocabulary, _merges;

        public override string Name => "bpe-files";

        public override string Covers => "vocab.json and merges.txt of RobertaTokenizer, a text, and its way back";

        public override bool IsText => true;

        public override IReadOnlyList<byte[]> Words => Bytes("<s>", "</s>", "<pad>", "<unk>", "<mask>", "Ġ", "#version: 0.2", Separator);

        public override void Start() => (_vocabulary, _merges) = (new(File("vocab.json")), new(File("merges.txt")));

        public override IEnumerable<byte[]> Seeds() => Bytes(
            """{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4,"a":5,"t":6,"h":7,"e":8,"Ġ":9,"th":10,"the":11,"Ġthe":12,".":13}""" + Separator
                + "#version: 0.2\nt h\nth e\nĠ the\n",
            """{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4}""" + Separator);

        public override void Run(byte[] input)
        {
            var at = input.AsSpan().IndexOf(Bytes(Separator));
            _vocabulary!.Write(at < 0 ? input : input.AsSpan(0, at));
            _merges!.Write(at < 0 ? "#version: 0.2\n"u8 : input.AsSpan(at + Separator.Length));
            var tokenizer = RobertaTokenizer.FromFolder(Scratch);
            tokenizer.Decode([.. tokenizer.Tokenize("the cat. The<mask> é", 16).Ids]);
        }

        public override void Dispose()
        {
            _vocabulary?.Dispose();
            _merges?.Dispose();
        }
    }

    /// <summary>Any text: UTF-8, or after a zero byte UTF-16 with whatever halves of pairs.</summary>
    private sealed class TokenizerTarget : FuzzTarget
    {
        private RobertaTokenizer? _roberta;
        private BertTokenizer? _bert;
        private CaptionNotices? _notices;

        public override string Name => "texts";

        public override int MaxBytes => 400;

        public override string Covers => "captions: both tokenizers, notices of language, refinement of captions";

        public override bool IsText => true;

        public override IReadOnlyList<byte[]> Words => Bytes("<mask>", "</s>", "[SEP]", "[CLS]", "low quality", "the ", "und ", "не ", "'s", "  ",
            "\u0301", "\u200d");

        public override void Start()
        {
            _roberta = RobertaTokenizer.FromFolder(Fixtures.PathOf("Fixtures", "lp-music-caps"));
            _bert = BertTokenizer.FromVocabulary(
                Fixtures.PathOf("..", "src", "Mmva.Compact.Weights.NonCommercial", "weights", "minilm", "vocab.txt"));
            _notices = new(_bert.Coverage, expectsEnglish: true);
        }

        public override IEnumerable<byte[]> Seeds() => Bytes(
            "The low quality recording features a groovy bass line, and an acoustic piano.", "ein trauriges Lied für die Nacht",
            "悲しい歌 🎵", "",
            "\"Refined caption: a happy song.\"\n\na happy song").Append([0, 0, 0x3D, 0xD8, 0x42, 0xDE, 0x3D, 0xD8, 0x41, 0x00]);

        public override void Run(byte[] input)
        {
            var text = input is [0, ..] ? MemoryMarshal.Cast<byte, char>(input.AsSpan(1)).ToString() : Encoding.UTF8.GetString(input);
            _roberta!.Decode([.. _roberta.Tokenize(text).Ids]);
            _bert!.Tokenize(text, 256);
            _notices!.NoticeOf(text);
            WordStem.Of(text);
            CaptionRefinement.ReplacePhrase(text);
            CaptionRefinement.MentionsQuality(text);
            CaptionRefinement.Judge(text[..(text.Length / 2)], text);
        }
    }
}

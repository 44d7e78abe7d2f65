using System.Globalization;
using System.Text;
using System.Text.Json;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Text.Bert;

public sealed class BertTokenizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [SkippableFact]
    public void Every_golden_text_gives_the_reference_ids()
    {
        var tokenizer = BertTokenizer.FromVocabulary(GoldenFiles.Data("pretrained", "minilm", "vocab.txt"));
        using var golden = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture("bert-tokenizer", "io.json")));
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        cases.Should().NotBeEmpty();
        foreach (var item in cases)
        {
            var expected = item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());
            tokenizer.Tokenize(item.GetProperty("text").GetString()!, 256).Ids.Should().Equal(expected, item.GetProperty("text").GetString());
        }
    }

    // expectations by hand from the published rules: pieces of the tiny vocabulary below
    [Theory]
    [InlineData("Caf\u00E9", "cafe")]
    [InlineData("CAFE\u0301", "cafe")]
    [InlineData("ca\u200Bfe\u0000\uFFFD", "cafe")]
    [InlineData("a\tb\r\na\u00A0b\u3000a", "a b a b a")]
    [InlineData("a+b=a", "a + b = a")]
    [InlineData("a\u6F22b", "a \u6F22 b")]
    [InlineData("a\uFA0Bb", "a [UNK] b")]
    [InlineData("a\u226Eb", "a [UNK] b")]
    [InlineData("a\U0001F600b a", "[UNK] a")]
    [InlineData("a\U00010A50b", "a [UNK] b")]
    [InlineData("\uD800a\uDC00b", "a ##b")]
    [InlineData("cafeb", "cafe ##b")]
    [InlineData("a[MASK]b [mask]", "a [MASK] b [ [UNK] ]")]
    [InlineData("[MASK[MASK]]", "[ [UNK] [MASK] ]")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    public void Text_is_split_by_the_published_rules(string text, string tokens)
    {
        string[] vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##b", "cafe", "+", "=", "[", "]", "\u6F22"];
        var expected = tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => Array.IndexOf(vocabulary, t));
        Tokenizer(vocabulary).Tokenize(text, 64).Ids.Should().Equal([2, .. expected, 3]);
    }

    // the table is of Unicode 14; a newer system decomposes characters that came later
    [Fact]
    public void Marks_are_dropped_as_the_system_decomposes_everything()
    {
        var laterBlocks = new[] { 0x105C0, 0x105D0, 0x105E0, 0x11380, 0x11390, 0x113C0, 0x16120, 0x16D60 };
        for (var code = 0x80; code < 0x110000; code++)
        {
            if (!Rune.TryCreate(code, out var rune) || code == 0xFFFE || laterBlocks.Contains(code & ~0xF)) continue;
            var parts = rune.ToString().Normalize(NormalizationForm.FormD);
            var expected = parts == rune.ToString()
                ? null
                : string.Concat(parts.EnumerateRunes().Where(part => Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark));
            if (BareLetters.Of(rune) != expected) BareLetters.Of(rune).Should().Be(expected, $"U+{code:X}");
        }
    }

    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        var tokenizer = Tokenizer(["[UNK]", "[CLS]", "[SEP]", "a"]);

        var cut = tokenizer.Tokenize(string.Concat(Enumerable.Repeat("a ", 7)), 6);
        cut.Ids.Should().Equal(1, 3, 3, 3, 3, 2);
        cut.TotalTokens.Should().Be(9);
        cut.Truncated.Should().BeTrue();

        tokenizer.Tokenize("a a a a", 6).Truncated.Should().BeFalse();
        tokenizer.Tokenize("a a a a", 2).Ids.Should().Equal(1, 2);
        tokenizer.Invoking(t => t.Tokenize("a", 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Any_string_is_tokenized_within_the_limit()
    {
        var tokenizer = Tokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a"]);
        var everyCharacter = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code).ToString());
        tokenizer.Tokenize(string.Concat(everyCharacter), 16).Truncated.Should().BeTrue();

        var random = new Random(1);
        string[] pieces = ["[", "]", "[MASK]", "\uD83D", "\uDE00", "\u0301", "\uAC00", "a", " ", "\U0001D518", "\uFB01"];
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(40); n > 0; n--)
                if (random.Next(2) == 0) text.Append(pieces[random.Next(pieces.Length)]);
                else text.Append((char)random.Next(0x10000));
            var result = tokenizer.Tokenize(text.ToString(), 16);
            result.Ids.Should().HaveCount(Math.Min(result.TotalTokens, 16)).And.OnlyContain(id => id >= 0 && id < 7);
        }
    }

    [Fact]
    public void Megabytes_of_text_take_linear_time()
    {
        var tokenizer = Tokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a"]);
        tokenizer.Tokenize(new string('a', 4_000_000), 256).TotalTokens.Should().Be(3);
        tokenizer.Tokenize(new string('[', 4_000_000), 256).TotalTokens.Should().Be(4_000_002);
        tokenizer.Tokenize("a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 1_000_000)), 256).TotalTokens.Should().Be(3);
        tokenizer.Tokenize(string.Concat(Enumerable.Repeat("a ", 1_000_000)), 256).TotalTokens.Should().Be(1_000_002);
    }

    [Fact]
    public void What_is_no_vocabulary_is_named()
    {
        ((Action)(() => BertTokenizer.FromVocabulary(Path.Combine(_folder, "absent.txt"))))
            .Should().Throw<WeightFileException>().WithMessage("*absent.txt*");
        ((Action)(() => Tokenizer(["a", "b"])))
            .Should().Throw<WeightFileException>().WithMessage("*vocab.txt: no line ?CLS?: not a BERT vocabulary.");
        ((Action)(() => Tokenizer(["[CLS]", "[SEP]", "[UNK]", "a", "a"])))
            .Should().Throw<WeightFileException>().WithMessage("*vocab.txt: is not a vocabulary*");
    }

    [SkippableFact]
    public void An_empty_vocabulary_and_a_link_to_a_large_or_endless_one_are_refused()
    {
        var path = Path.Combine(_folder, "vocab.txt");
        File.WriteAllText(path, "");
        Refusal(path).Should().Contain("is empty (0 bytes) or not a regular file");
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        using (var large = File.OpenWrite(path)) large.SetLength((64 << 20) + 1);
        var link = Path.Combine(_folder, "link.txt");
        File.CreateSymbolicLink(link, path);
        Refusal(link).Should().Contain("has 67108865 bytes; at most 67108864 are read");
        Skip.IfNot(File.Exists("/dev/zero"), "there are no such devices here");
        File.Delete(link);
        File.CreateSymbolicLink(link, "/dev/zero");
        Refusal(link).Should().Contain("is empty (0 bytes) or not a regular file");

        static string Refusal(string path) =>
            FluentActions.Invoking(() => BertTokenizer.FromVocabulary(path)).Should().Throw<WeightFileException>().Which.Message;
    }

    private BertTokenizer Tokenizer(string[] vocabulary)
    {
        var path = Path.Combine(_folder, "vocab.txt");
        File.WriteAllLines(path, vocabulary);
        return BertTokenizer.FromVocabulary(path);
    }
}

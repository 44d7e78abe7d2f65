using System.Text;
using System.Text.Json;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Text.Roberta;

public sealed class RobertaTokenizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [SkippableFact]
    public void Every_golden_text_gives_the_reference_ids()
    {
        var tokenizer = RobertaTokenizer.FromFolder(GoldenFiles.Data("assets", "roberta-base"));
        using var golden = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture("roberta-tokenizer", "io.json")));
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        cases.Should().NotBeEmpty();
        foreach (var item in cases)
        {
            var expected = item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            var text = item.GetProperty("text").GetString()!;
            var result = tokenizer.Tokenize(text);
            result.Ids.Should().Equal(expected, text);
            result.TotalTokens.Should().BeGreaterThanOrEqualTo(expected.Length);
        }
    }

    // by hand from the published rules, over the tiny vocabulary; words are divided by |
    [Theory]
    [InlineData("ab ab", "ab|\u0120ab")]
    [InlineData("ba", "b|a")]
    [InlineData("a'sb", "a|'s|b")]
    [InlineData("a 'sb", "a|\u0120|'|s|b")]
    [InlineData("a''s", "a|'|'|s")]
    [InlineData("  ab", "\u0120|\u0120ab")]
    [InlineData("a\n\nab", "a|\u010A|\u010A|ab")]
    [InlineData("a  ", "a|\u0120|\u0120")]
    [InlineData("a1", "a|1")]
    [InlineData("a \t <mask> ab", "a|<mask>|\u0120ab")]
    [InlineData("a </s> ab", "a|\u0120|</s>|\u0120ab")]
    [InlineData("<mask <mask>", "<|m|a|s|k|<mask>")]
    [InlineData("\u00E9", "\u00C3|\u00A9")]
    [InlineData("", "")]
    public void Text_is_split_by_the_published_rules(string text, string tokens)
    {
        var vocabulary = TinyVocabulary.Write(_folder);
        var expected = tokens.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(t => vocabulary[t]);
        RobertaTokenizer.FromFolder(_folder).Tokenize(text).Ids.Should().Equal([0, .. expected, 2]);
    }

    [Theory]
    [InlineData("a\U0001D518b", 3)] // a letter above U+FFFF is one
    [InlineData("a\U0001F600b", 3)]
    public void Letters_beyond_the_basic_plane_join_words(string text, int characters)
    {
        var words = new ByteLevelWords().PreTokenize(text).ToArray();
        words.Should().HaveCount(text.Contains('\uD83D') ? characters : 1);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_counts_as_the_replacement_character()
    {
        TinyVocabulary.Write(_folder);
        var tokenizer = RobertaTokenizer.FromFolder(_folder);
        tokenizer.Tokenize("a\uD800b \uDC00").Ids.Should().Equal(tokenizer.Tokenize("a\uFFFDb \uFFFD").Ids);
    }

    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        TinyVocabulary.Write(_folder);
        var cut = RobertaTokenizer.FromFolder(_folder).Tokenize(string.Concat(Enumerable.Repeat(" ab", 600)));
        cut.Ids.Should().HaveCount(512).And.StartWith(0).And.EndWith(2);
        cut.TotalTokens.Should().Be(602);
        cut.Truncated.Should().BeTrue();
    }

    [Fact]
    public void Any_string_is_tokenized_within_the_limit()
    {
        var size = TinyVocabulary.Write(_folder).Count;
        var tokenizer = RobertaTokenizer.FromFolder(_folder);
        var random = new Random(1);
        string[] pieces = ["<", ">", "<mask>", "\uD83D", "\uDE00", "\u0301", "'s", "a", " ", "\n", "\U0001D518"];
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(40); n > 0; n--)
                if (random.Next(2) == 0) text.Append(pieces[random.Next(pieces.Length)]);
                else text.Append((char)random.Next(0x10000));
            var result = tokenizer.Tokenize(text.ToString(), 16);
            result.Ids.Should().HaveCount(Math.Min(result.TotalTokens, 16)).And.OnlyContain(id => id >= 0 && id < size);
        }
    }

    [Theory]
    [InlineData('a')]
    [InlineData('<')]
    [InlineData(' ')]
    [InlineData('\uD83D')]
    public void A_megabyte_of_one_character_takes_linear_time(char character)
    {
        TinyVocabulary.Write(_folder);
        // as one word, merging all of it would take minutes
        var tokenize = () => { RobertaTokenizer.FromFolder(_folder).Tokenize(new string(character, 1 << 20)); };
        tokenize.ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("vocab.json", "{", "*vocab.json*is not a vocabulary*")]
    [InlineData("vocab.json", "[]", "*vocab.json*not a JSON object*")]
    [InlineData("vocab.json", """{"a": 1}""", "*vocab.json*no token <s>*")]
    [InlineData("vocab.json", """{"<s>": -1}""", "*<s>*not an integer*")]
    [InlineData("vocab.json", """{"<s>": 1.5}""", "*<s>*not an integer*")]
    [InlineData("vocab.json", """{"<s>": 1, "a": 1}""", "*id 1*twice*")]
    [InlineData("merges.txt", "#version: 0.2\na b c", "*merges.txt: line 2*pair*")]
    [InlineData("merges.txt", "a b\n' s\na b", "*merges.txt: line 3: the pair 'a b' occurs twice.")]
    [InlineData("merges.txt", "a zz", "*merges.txt: line 1*'zz'*not in the vocabulary*")]
    public void Files_that_are_not_a_tokenizer_are_named(string file, string text, string message)
    {
        TinyVocabulary.Write(_folder);
        File.WriteAllText(Path.Combine(_folder, file), text);
        var read = () => RobertaTokenizer.FromFolder(_folder);
        read.Should().Throw<WeightFileException>().WithMessage(message);
        File.Delete(Path.Combine(_folder, file));
        read.Should().Throw<WeightFileException>().WithMessage($"*{file}*");
    }
}

using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.Text.Bert;

public sealed class VocabularyCoverageTests
{
    private static readonly VocabularyCoverage Coverage =
        BertTokenizer.FromVocabulary(GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", "minilm", "vocab.txt")).Coverage;

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("?! ... 42")]
    public void A_text_without_words_has_a_notice(string text) => Coverage.NoticeOf(text).Should().Contain("no words");

    [Theory]
    [InlineData("asdkjh qwoeiu zxmcnb")]
    [InlineData("qwxzvkjhgfdspqwtr")]
    [InlineData("fröhliche Musik zum Tanzen auf der Straße")]
    [InlineData("smutna piosenka na deszczowy dzień")]
    [InlineData("静かな夜のピアノ")]
    [InlineData("悲")]
    [InlineData("грустная песня о любви")]
    public void Other_languages_and_nonsense_have_a_notice(string text) => Coverage.NoticeOf(text).Should().Contain("does not know");

    [Theory]
    [InlineData("a quiet evening by the sea")]
    [InlineData("not sad")]
    [InlineData("This is a ambient music piece. The melody is being played by the synthesiser while violin is playing in the background.")]
    [InlineData("1980s synth pop, 120 bpm")]
    [InlineData("melancholy")]
    public void English_has_no_notice(string text) => Coverage.NoticeOf(text).Should().BeNull();

    [Fact]
    public void A_text_of_any_length_takes_little_time() => Coverage.NoticeOf(new string('x', 10_000_000)).Should().Contain("does not know");
}

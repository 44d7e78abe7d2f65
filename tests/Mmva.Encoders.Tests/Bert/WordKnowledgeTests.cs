using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.Bert;

public sealed class WordKnowledgeTests
{
    private static readonly WordKnowledge Knowledge =
        BertTokenizer.FromVocabulary(GoldenFiles.Repository("src", "Mmva.Compact", "weights", "minilm", "vocab.txt")).Knowledge;

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("?! ... 42")]
    public void A_text_without_words_says_so(string text) => Knowledge.NoticeOf(text).Should().Contain("no words");

    [Theory]
    [InlineData("asdkjh qwoeiu zxmcnb")]
    [InlineData("qwxzvkjhgfdspqwtr")]
    [InlineData("fröhliche Musik zum Tanzen auf der Straße")]
    [InlineData("smutna piosenka na deszczowy dzień")]
    [InlineData("静かな夜のピアノ")]
    [InlineData("悲")]
    [InlineData("грустная песня о любви")]
    public void Other_languages_and_nonsense_are_named(string text) => Knowledge.NoticeOf(text).Should().Contain("does not know");

    [Theory]
    [InlineData("a quiet evening by the sea")]
    [InlineData("not sad")]
    [InlineData("This is a ambient music piece. The melody is being played by the synthesiser while violin is playing in the background.")]
    [InlineData("1980s synth pop, 120 bpm")]
    [InlineData("melancholy")]
    public void English_passes_without_a_word(string text) => Knowledge.NoticeOf(text).Should().BeNull();

    [Fact]
    public void A_text_of_any_length_is_looked_at_in_little_time() => Knowledge.NoticeOf(new string('x', 10_000_000)).Should().Contain("does not know");
}

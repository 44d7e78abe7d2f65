namespace Documents.Sessions;

public sealed class ConsoleSessionTests
{
    [Theory]
    [InlineData("0.597\tcalm", "0.598\tcalm", true)]
    [InlineData("0.597\tcalm", "0.600\tcalm", false)]
    [InlineData("0.597\tcalm", "0.597\tlively", false)]
    [InlineData("9 items in … s", "9 items in 1.5 s", true)]
    [InlineData("9 items in … s", "8 items in 1.5 s", false)]
    [InlineData("a\n…", "a\nb\nc", true)]
    [InlineData("a\n…\nc", "a\nb\nc", true)]
    [InlineData("a\n…\nd", "a\nb\nc", false)]
    [InlineData("a", "a\nb", false)]
    [InlineData("a\nb", "a", false)]
    [InlineData("(a+b).", "(a+b).", true)]
    public void Outputs_are_compared_line_by_line(string shown, string printed, bool same) =>
        ConsoleSession.Matches(shown.Split('\n'), printed.Split('\n')).Should().Be(same);

    [Fact]
    public void Blocks_are_read_and_replaced()
    {
        const string text = "# Title\n\n```console\n$ one \"a b\" c\nx\ny\n$ two\n```\n\ntext\n";

        var steps = ConsoleSession.In("d", text).Should().ContainSingle().Subject.Steps;

        steps.Select(s => s.Command).Should().Equal("one \"a b\" c", "two");
        steps[0].Output.Should().Equal("x", "y");
        steps[1].Output.Should().BeEmpty();
        ConsoleSession.Replace(text, [steps]).Should().Be(text);
        CommandWords.Of(steps[0].Command).Should().Equal("one", "a b", "c");
    }
}

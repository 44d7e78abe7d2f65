namespace Mmva.Tasks.Tests;

public sealed class MoodTagsTests
{
    private static readonly ValenceArousal Happy = new(0.853f, 0.652f), Calm = new(0.646f, 0.186f);

    [Fact]
    public void A_file_without_tags_gets_the_name_and_three_decimals()
    {
        MoodTags.None.Updated(Happy, MoodVocabulary.Default).Should().Be(new MoodTags(["Happy"], ["0.853"], ["0.652"]));
        MoodTags.None.Updated(new(1.2f, -0.1f), MoodVocabulary.Default).Arousal.Should().Equal("0.000");
    }

    [Fact]
    public void Tags_of_an_earlier_run_are_replaced()
    {
        var earlier = MoodTags.None.Updated(Calm, MoodVocabulary.Default);

        earlier.Updated(Happy, MoodVocabulary.Default).Should().Be(new MoodTags(["Happy"], ["0.853"], ["0.652"]));
        earlier.Updated(Calm, MoodVocabulary.Default).Should().Be(earlier);
        var other = new MoodVocabulary([new("Quiet", Calm), new("Loud", Happy)]);
        earlier.Updated(Calm, other).Moods.Should().Equal("Quiet");
        new MoodVocabulary([new("Loud", Happy, radius: 0.1)]).Should().BeOfType<MoodVocabulary>()
            .Which.NameOf(Calm).Should().BeNull();
        earlier.Updated(Calm, new([new("Loud", Happy, radius: 0.1)])).Should().Be(new MoodTags([], ["0.646"], ["0.186"]));
    }

    [Fact]
    public void What_others_wrote_is_kept_unless_it_is_to_be_overwritten()
    {
        var own = new MoodTags(["mellow", "jazzy"]);
        own.Updated(Happy, MoodVocabulary.Default).Should().Be(new MoodTags(["mellow", "jazzy"], ["0.853"], ["0.652"]));
        own.Updated(Happy, MoodVocabulary.Default).Updated(Calm, MoodVocabulary.Default).Moods.Should().Equal("mellow", "jazzy");
        own.Updated(Happy, MoodVocabulary.Default, overwrite: true).Moods.Should().Equal("Happy");

        var spotify = new MoodTags([], ["0.53218"], ["0.1"]);
        spotify.Updated(Happy, MoodVocabulary.Default).Should().Be(new MoodTags(["Happy"], ["0.53218"], ["0.1"]));
        spotify.Updated(Happy, MoodVocabulary.Default, overwrite: true).Should().Be(new MoodTags(["Happy"], ["0.853"], ["0.652"]));
    }

    [Fact]
    public void A_value_cannot_have_the_character_between_values() =>
        FluentActions.Invoking(() => new MoodTags(["a\0b"])).Should().Throw<ArgumentException>();

    [Fact]
    public void An_undo_line_is_read_as_it_was_written()
    {
        var undo = new MoodTagUndo(
            "/music/ä \"x\".mp3", new(["a", "b"]), new(["Happy"], ["0.1"], ["0.2"]), "01", "02", [new(3, 4, [1, 2]), new(9, 0, [])]);

        var read = MoodTagUndo.Parse(undo.ToString());

        read.Should().BeEquivalentTo(undo);
        read.Before.Should().Be(undo.Before);
        undo.ToString().Should().NotContain("\n");
        FluentActions.Invoking(() => MoodTagUndo.Parse(undo.ToString()[..^9])).Should().Throw<MoodException>();
        FluentActions.Invoking(() => MoodTagUndo.Parse("{}")).Should().Throw<MoodException>();
        FluentActions.Invoking(() => MoodTagUndo.Parse($"{undo}".Replace("\"Happy\"", "null"))).Should().Throw<MoodException>();
        FluentActions.Invoking(() => MoodTagUndo.Parse($"{undo}".Replace("\"01\"", "null"))).Should().Throw<MoodException>();
    }
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class MoodVocabularyTests
{
    [Fact]
    public void The_default_has_fifteen_moods_that_differ_and_name_every_point()
    {
        var moods = MoodVocabulary.Default;

        moods.Moods.Select(m => m.Name).Should().Contain(["Happy", "Chill", "Energetic", "Melancholy", "Party", "Aggressive"]).And.HaveCount(15);
        foreach (var mood in moods.Moods) moods.NameOf(mood.Center).Should().Be(mood.Name);
        for (var v = 0f; v <= 1; v += 0.05f)
            for (var a = 0f; a <= 1; a += 0.05f) moods.NameOf(new(v, a)).Should().NotBeNull();
        moods.Moods.Min(a => moods.Moods.Where(b => b != a).Min(b => a.Center.DistanceTo(b.Center))).Should().BeGreaterThan(0.05);
    }

    [Fact]
    public void The_nearest_center_is_the_name_and_the_first_of_two_at_the_same_distance()
    {
        var moods = new MoodVocabulary([new("a", new ValenceArousal(0.25f, 0.5f)), new("b", new ValenceArousal(0.75f, 0.5f))]);

        moods.NameOf(new(0.74f, 0.5f)).Should().Be("b");
        moods.NameOf(new(0.5f, 0.5f)).Should().Be("a");
        moods.Nearest(new(0.75f, 1f), 5).Select(m => (m.Mood.Name, m.Distance)).Should().Equal(("b", 0.5), ("a", Math.Sqrt(0.5)));
        moods.Nearest(new(0.75f, 1f), 1).Should().ContainSingle();
        moods.Find("B")!.Center.Should().Be(new ValenceArousal(0.75f, 0.5f));
        moods.Find("c").Should().BeNull();
    }

    [Fact]
    public void A_radius_limits_a_mood_and_thresholds_come_before_centers()
    {
        var moods = new MoodVocabulary([
            new("near", new ValenceArousal(0.5f, 0.5f), radius: 0.25), new("workout", new EmotionRegion(0, 1, 0.7f, float.PositiveInfinity))]);

        moods.NameOf(new(0.5f, 0.75f)).Should().Be("workout");
        moods.Nearest(new(0.5f, 0.75f), 5).Select(m => m.Mood.Name).Should().Equal("workout", "near");
        moods.NameOf(new(0.5f, 0.25f)).Should().Be("near");
        moods.NameOf(new(0.5f, 0.2f)).Should().BeNull();
        moods.Find("workout")!.Center.Arousal.Should().BeApproximately(0.85f, 1e-6f);
    }

    [Fact]
    public void A_point_must_be_finite_and_a_count_positive()
    {
        FluentActions.Invoking(() => MoodVocabulary.Default.NameOf(new(float.NaN, 0))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => MoodVocabulary.Default.Nearest(new(0, 0), 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(
        """{ "about": "x", "moods": [ { "name": "Calm", "valence": 0.6, "arousal": 0.2, "radius": 0.3 }, { "name": "Up", "min_arousal": 0.7 } ] }""",
        "moods.json")]
    [InlineData("name,valence,arousal,radius,min_arousal\nCalm,0.6,0.2,0.3,\nUp,,,,0.7\n", "moods.csv")]
    public void Files_are_json_or_csv(string text, string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        var moods = MoodVocabulary.Load(path);

        moods.Moods.Should().Equal(
            new Mood("Calm", new ValenceArousal(0.6f, 0.2f), 0.3),
            new Mood("Up", new EmotionRegion(float.NegativeInfinity, float.PositiveInfinity, 0.7f, float.PositiveInfinity)));
    }

    [Theory]
    [InlineData("{", "*is not JSON*")]
    [InlineData("[]", "*is not an object with a list of moods*")]
    [InlineData("{}", "*'moods' is missing*")]
    [InlineData("""{ "moods": [] }""", "*has 0 moods*")]
    [InlineData("""{ "mood": [] }""", "*'mood' is unknown*")]
    [InlineData("""{ "moods": [ 1 ] }""", "*Entry 1*not an object*")]
    [InlineData("""{ "moods": [ { "name": "a", "valence": 0, "arousal": 0 }, { "valence": 0 } ] }""", "*Entry 2*has no name*")]
    [InlineData("""{ "moods": [ { "name": "a", "x": 0 } ] }""", "*Entry 1*unknown property 'x'*")]
    [InlineData("""{ "moods": [ { "name": "a", "valence": "0" } ] }""", "*valence of entry 1*not a number*")]
    [InlineData("""{ "moods": [ { "name": "a", "valence": 0.5 } ] }""", "*'a' needs valence and arousal*")]
    [InlineData("""{ "moods": [ { "name": "a", "valence": 5, "arousal": 5 } ] }""", "*center of the mood 'a'*from 0 to 1*")]
    [InlineData("""{ "moods": [ { "name": "a", "valence": 0, "arousal": 0, "radius": 0 } ] }""", "*radius of the mood 'a'*above 0*")]
    [InlineData("""{ "moods": [ { "name": "a", "min_valence": 0.6, "max_valence": 0.5 } ] }""", "*'a' has valence from 0.6 to 0.5*")]
    [InlineData("""{ "moods": [ { "name": "a", "min_valence": 0.6, "valence": 0.5 } ] }""", "*'a' has both a center and thresholds*")]
    [InlineData("""{ "moods": [ { "name": "a", "min_valence": 0 }, { "name": "A", "min_valence": 0 } ] }""", "*'A' appears twice*")]
    [InlineData("""{ "moods": [ { "name": " ", "min_valence": 0 } ] }""", "*has no name*")]
    [InlineData("""{ "moods": [ { "name": "a\u0000b", "min_valence": 0 } ] }""", "*control character*")]
    public void An_error_names_the_file_and_the_entry(string json, string message)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "moods.json");
        File.WriteAllText(path, json);

        FluentActions.Invoking(() => MoodVocabulary.Load(path)).Should().Throw<MoodException>().WithMessage(message).WithMessage($"{path}*");
    }

    [Theory]
    [InlineData("valence,arousal\n0,0\n", "*has no column 'name'*")]
    [InlineData("name,valence,arousal\na,0,0\nb,x,0\n", "*(3): valence 'x' is not a number*")]
    [InlineData("name,valence,arousal\na,7,0\n", "*(2): The center of the mood 'a'*")]
    [InlineData("name,valence,arousal\na,0,0\na,1,1\n", "*'a' appears twice*")]
    public void An_error_in_a_table_names_the_line(string csv, string message)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "moods.csv");
        File.WriteAllText(path, csv);

        FluentActions.Invoking(() => MoodVocabulary.Load(path)).Should().Throw<MoodException>().WithMessage(message).WithMessage($"{path}*");
    }

    [Fact]
    public void A_missing_or_empty_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var empty = Path.Combine(folder.Path, "empty.json");
        File.WriteAllBytes(empty, []);

        FluentActions.Invoking(() => MoodVocabulary.Load(empty + "x")).Should().Throw<MoodException>().WithMessage("*empty.jsonx: there is no such*");
        FluentActions.Invoking(() => MoodVocabulary.Load(empty)).Should().Throw<MoodException>().WithMessage("*empty.json: is empty*");
    }

    [Fact]
    public void A_host_has_the_default_or_the_vocabulary_of_its_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "moods.json");
        File.WriteAllText(path, """{ "moods": [ { "name": "Mine", "min_valence": 0 } ] }""");

        Vocabulary(mmva => mmva.AddMoods()).Should().BeSameAs(MoodVocabulary.Default);
        Vocabulary(mmva => mmva.AddMoods().AddMoods(options => options.VocabularyFile = path)).Moods.Should().ContainSingle();
        FluentActions.Invoking(() => Vocabulary(mmva => mmva.AddMoods(options => options.VocabularyFile = " ")))
            .Should().Throw<OptionsValidationException>().WithMessage("*VocabularyFile*");
    }

    private static MoodVocabulary Vocabulary(Action<IMmvaBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddMmva());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<MoodVocabulary>();
    }
}

using System.Text;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Prompts;

public class PromptSetTests
{
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(i => $"c{i}")];

    [Fact]
    public void The_default_is_that_of_the_papers_figure_5_and_all_prompts_differ()
    {
        var prompts = PromptSet.Default;

        prompts.Count.Should().Be(8 * 12 * 11 * 4 * 13).And.Be(54_912);
        Enumerable.Range(0, prompts.Count).Select(i => prompts[i].Text).ToHashSet().Should().HaveCount(54_912);
        prompts[0].Choices.Select(c => c.Slot).Should().Equal("genre", "instrument", "instrument", "tempo", "mood");
        Candidates("genre").Should().Equal("rock", "pop funk", "ambient", "classic metal", "electronic", "hip hop", "country", "jazz");
        Candidates("instrument").Should().Equal(
            "no instrument", "electric guitar", "male vocalist", "female vocalist", "violin", "piano", "saxophone", "bass guitar", "drum",
                "acoustic guitar", "trumpet", "synthesiser");
        Candidates("tempo").Should().Equal("fast", "slow", "moderate", "mid-tempo");
        Candidates("mood").Should().Equal(
            "easy going", "euphoric", "melancholic", "majestic", "mysterious", "dramatic", "whimsical", "haunting", "exuberant", "soothing",
                "aggressive", "dreamy", "energetic");

        IEnumerable<string> Candidates(string slot) => Enumerable.Range(0, prompts.Count)
            .Select(i => prompts[i].Choices.First(c => c.Slot == slot).Candidate).Distinct();
    }

    [Theory]
    [InlineData("ambient", "female vocalist", "no instrument", "slow", "easy going")]
    [InlineData("pop funk", "male vocalist", "synthesiser", "fast", "energetic")]
    [InlineData("country", "acoustic guitar", "synthesiser", "fast", "energetic")]
    public void The_default_has_the_captions_of_the_papers_figure_6(string genre, string melody, string background, string tempo, string mood)
    {
        var index = PromptSet.Default.IndexOf([genre, melody, background, tempo, mood]);

        index.Should().BeGreaterThanOrEqualTo(0);
        PromptSet.Default[index].Text.Should().Be(
            $"This is a {genre} music piece. The melody is being played by the {melody} while {background} is playing in the background. "
            + $"The rhythm is {tempo}. The atmosphere is {mood}.");
    }

    [Fact]
    public void Plain_prompts_are_equally_many_and_short()
    {
        PromptSet.Plain.Count.Should().Be(PromptSet.Default.Count);
        PromptSet.Plain[PromptSet.Plain.IndexOf(["happy", "folk", "saxophone", "piano", "fast"])].Text
            .Should().Be("happy folk with saxophone and piano, fast tempo");
    }

    [Fact]
    public void Index_and_prompt_belong_together()
    {
        var prompts = PromptSet.Default;
        for (var i = 0; i < prompts.Count; i++)
        {
            var prompt = prompts[i];
            if (prompt.Index != i || prompts.IndexOf([.. prompt.Choices.Select(c => c.Candidate)]) != i) Assert.Fail($"{i} is {prompt}");
        }
        prompts.IndexOf(["jazz", "piano", "piano", "slow", "dreamy"]).Should().Be(-1, "the instruments must differ");
        prompts.IndexOf(["polka", "piano", "violin", "slow", "dreamy"]).Should().Be(-1);
        prompts.IndexOf(["jazz"]).Should().Be(-1);
        prompts.Invoking(p => p.IndexOf([], 1)).Should().Throw<ArgumentOutOfRangeException>();
        prompts.Invoking(p => p[54_912]).Should().Throw<ArgumentOutOfRangeException>();
        prompts.Invoking(p => p[-1]).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void The_last_slot_changes_fastest_and_a_repeated_slot_takes_different_candidates()
    {
        var prompts = Set(["{a}-{b}{b}", "just {a}", "plain"], ("a", ["x", "y"]), ("b", ["1", "2", "3"]));

        Enumerable.Range(0, prompts.Count).Select(i => prompts[i].Text).Should().Equal(
            "x-12", "x-13", "x-21", "x-23", "x-31", "x-32", "y-12", "y-13", "y-21", "y-23", "y-31", "y-32", "just x", "just y", "plain");
        prompts.IndexOf(["y"], template: 1).Should().Be(13);
        prompts.IndexOf([], template: 2).Should().Be(14);
        prompts[4].Choices.Should().Equal(new PromptChoice("a", "x"), new PromptChoice("b", "3"), new PromptChoice("b", "1"));
    }

    [Fact]
    public void The_fingerprint_depends_on_every_word_and_its_position()
    {
        string Of(string template, params string[] candidates) => Set([template], ("a", candidates)).Fingerprint;

        var otherSlot = Set(["{b}"], ("b", ["x", "y"])).Fingerprint;
        string[] all = [Of("{a}", "x", "y"), Of("{a}", "y", "x"), Of("{a}", "xy"), Of("{a}!", "x", "y"), otherSlot];
        all.Should().OnlyHaveUniqueItems();
        Of("{a}", "x", "y").Should().Be(Of("{a}", "x", "y"));
    }

    [Theory]
    [InlineData("{a} {b}", "*\"{a} {b}\" has the slot {b}, which has no candidates; the slots with candidates are a.")]
    [InlineData("{a", "*brace at character 0*")]
    [InlineData("{a} }", "*brace at character 4*")]
    [InlineData("{{a}}", "*brace at character 0*")]
    [InlineData("no slot", "*No template has the slot {a}*")]
    [InlineData("{a}{a}{a}", "*repeats a slot more often than it has candidates*")]
    [InlineData(" {a}", "*leading or trailing spaces*")]
    [InlineData("", "*which is empty*")]
    [InlineData("{a}\n", "*")]
    [InlineData("{a}\u0007", "*control characters*")]
    public void Invalid_templates_are_refused(string template, string message) =>
        FluentActions.Invoking(() => Set([template], ("a", ["x", "y"]))).Should().Throw<PromptException>().WithMessage(message);

    [Fact]
    public void Invalid_candidates_are_refused()
    {
        Refused(() => Set(["{a}"], ("a", [])), "There are no candidates of {a}; there must be 1 to 1000.");
        Refused(() => Set(["{a}"], ("a", ["x", "X"])), "The candidates of {a} contain \"X\" twice.");
        Refused(() => Set(["{a}"], ("a", ["x", " "])), "*which is empty*");
        Refused(() => Set(["{a}"], ("a", [new string('x', 501)])), "*more than 500 characters*");
        Refused(() => Set(["{a}"], ("a", ["x"]), ("b}", ["x"])), "*is not a slot name*");
        Refused(() => Set([], ("a", ["x"])), "There are no templates*");
        Refused(() => Set(["{a}", "{a}"], ("a", ["x"])), "The templates contain \"{a}\" twice.");
    }

    [Fact]
    public void Excessive_counts_are_refused_at_once()
    {
        Refused(() => Set(["{a}{b}{c}{d}{e}{f}{g}"], [.. "abcdefg".Select(c => (c.ToString(), Ten))]), "*10,000,000 prompts; at most 1,000,000*");
        Refused(() => Set([string.Concat(Enumerable.Repeat("{a}", 17))], ("a", [.. Enumerable.Range(0, 1000).Select(i => $"{i}")])),
            "*17 slots; at most 16*");
        Refused(() => Set([string.Concat(Enumerable.Repeat("{a}", 16))], ("a", [.. Enumerable.Range(0, 1000).Select(i => $"{i}")])),
            "*at most 1,000,000*");
        Set(["{a}{b}{c}{d}{e}{f}"], [.. "abcdef".Select(c => (c.ToString(), Ten))]).Count.Should().Be(PromptSet.MaxCount);
    }

    [Theory]
    [InlineData("""{"templates": ["{a}"], "candidates": {"a": ["x"]}, "about": 7}""", null)]
    [InlineData("""{"templates": ["{a}"], "candidates": {"a": ["x"]}, "tempo": 7}""", "mine: 'tempo' is unknown*")]
    [InlineData("""{"templates": ["{a}"], "candidates": {"a": "x"}}""", "mine: is not an object with lists of texts.")]
    [InlineData("""{"templates": ["{a}"], "candidates": {"a": [1]}}""", "mine: is not an object with lists of texts.")]
    [InlineData("""{"templates": ["{a}"], "candidates": {"a": [null]}}""", "mine: *which is empty*")]
    [InlineData("""{"templates": ["{a}"], "candidates": {"a": ["x"], "a": ["y"]}}""", "mine: is not JSON*")]
    [InlineData("""{"templates": ["{a}"]}""", "mine: 'candidates' is missing*")]
    [InlineData("""{"candidates": {"a": ["x"]}}""", "mine: 'templates' is missing*")]
    [InlineData("[]", "mine: is not an object*")]
    [InlineData("{", "mine: is not JSON*")]
    [InlineData("\uFEFF{\"templates\": [\"{a}\"], \"candidates\": {\"a\": [\"x\"]}}", null)]
    [InlineData("", "mine: is not JSON*")]
    public void Sets_are_read_from_json(string json, string? error)
    {
        var parse = FluentActions.Invoking(() => PromptSet.Parse(Encoding.UTF8.GetBytes(json), "mine"));
        if (error is null) parse().Count.Should().Be(1);
        else parse.Should().Throw<PromptException>().WithMessage(error);
    }

    [Fact]
    public void Damaged_json_is_a_set_or_a_prompt_exception()
    {
        var json = """{"templates": ["{a} {b} {b}"], "candidates": {"a": ["x", "y"], "b": ["1", "2"]}}"""u8.ToArray();
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = json[..random.Next(json.Length / 2, json.Length + 1)];
            for (var n = random.Next(4); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                var prompts = PromptSet.Parse(damaged, "fuzzed");
                prompts[prompts.Count - 1].Text.Should().NotBeNull();
            }
            catch (PromptException e)
            {
                e.Message.Should().StartWith("fuzzed: ");
            }
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        FluentActions.Invoking(() => PromptSet.Load("nowhere.json")).Should().Throw<PromptException>()
            .WithMessage("nowhere.json: there is no such file*");
        if (OperatingSystem.IsWindows()) return;
        FluentActions.Invoking(() => PromptSet.Load("/dev/zero")).Should().Throw<PromptException>()
            .WithMessage("/dev/zero: is empty (0 bytes) or not a regular file.");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("link"), "/dev/zero");
        FluentActions.Invoking(() => PromptSet.Load(folder.File("link"))).Should().Throw<PromptException>().WithMessage("*not a regular file.");
    }

    internal static PromptSet Set(string[] templates, params (string Slot, string[] Candidates)[] candidates) =>
        new(templates, candidates.ToDictionary(c => c.Slot, IReadOnlyList<string> (c) => c.Candidates));

    private static void Refused(Func<PromptSet> make, string message) => make.Should().Throw<PromptException>().WithMessage(message);
}

using Mmva.Data;

namespace Mmva.Compact.Tests.Captions;

public class CaptionWriterTests
{
    [Fact]
    public void Any_facts_become_one_to_three_plain_sentences_that_claim_nothing_else()
    {
        var random = new Random(5);
        var captions = new HashSet<string>();
        for (var i = 0; i < 3000; i++)
        {
            var facts = Facts(random);
            var text = CaptionWriter.Write(facts, i);
            captions.Add(text);

            text.Should().MatchRegex(@"^[A-Z][^.]*\.( [A-Z][^.]*\.){0,2}$").And
                .NotMatchRegex(@"  | ,|,,|\b(a|an) (a|an)\b|\ba [aeio]|\ban [^aeiouIR]");
            CaptionRefinement.MentionsQuality(text).Should().BeFalse(text);
            foreach (var instrument in TagConcept.Instruments.Select(c => c.Word))
                if (!facts.Instruments.Contains(instrument)) text.Should().NotMatchRegex($@"\b{instrument}\b");
            if (facts.Genre is null)
                foreach (var genre in TagConcept.Genres.Select(c => c.Word)) text.Should().NotMatchRegex($@"\b{genre}\b");
            if (facts.Key is null && facts.Mode is null) text.Should().NotContainAny("major", "minor", " key");
            if (facts.BeatsPerMinute is null) text.Should().NotMatchRegex(@"\d");
            if (facts.Voice is Voice.Unknown or Voice.None) text.Should().NotContainAny("voice", "vocal", "sing");
            CaptionWriter.Write(facts, i).Should().Be(text);
        }
        captions.Count.Should().BeGreaterThan(2500);
    }

    [Fact]
    public void Silence_and_noise_are_called_that()
    {
        CaptionWriter.Write(new() { Kind = MusicKind.Silence }, 0).Should().Contain("silence");
        CaptionWriter.Write(new() { Kind = MusicKind.Noise }, 0).Should().Contain("noise-like sound without");
    }

    private static MusicFacts Facts(Random random)
    {
        var beat = Any<Beat>();
        var key = random.Next(3);
        return new()
        {
            Kind = MusicKind.Music,
            Genre = Some(TagConcept.Genres), IsGenreClear = random.Next(2) == 0,
            Instruments = [.. TagConcept.Instruments.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(c => c.Word)],
            Voice = Any<Voice>(), Characters = [.. TagConcept.Characters.OrderBy(_ => random.Next()).Take(random.Next(3)).Select(c => c.Word)],
            Pace = Any<Pace>(), Beat = beat, BeatsPerMinute = beat == Beat.Steady ? random.Next(45, 210) : null,
            Key = key == 0 ? "A minor" : null, Mode = key < 2 ? "minor" : null, Dynamics = Any<Dynamics>(), Color = Any<SoundColor>(),
            Texture = Any<Texture>(),
        };

        string? Some(TagConcept[] concepts) => random.Next(3) == 0 ? null : concepts[random.Next(concepts.Length)].Word;
        T Any<T>() where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
    }
}

namespace Mmva.Tasks.Tests.Playlists;

public sealed class MoodMixTests
{
    [Fact]
    public void Users_find_the_mixes_they_know()
    {
        MoodMix.All.Select(mix => mix.Name).Should().Equal(
            "Happy", "Chill", "Energetic", "Melancholy", "Party", "Aggressive", "Study", "Workout", "Sleep", "Road Trip", "Cooking", "Dining",
            "Background");
        MoodMix.Find("road-trip").Should().BeSameAs(MoodMix.Find("Road Trip")).And.BeSameAs(MoodMix.Find("roadtrip"));
        MoodMix.Find("nothing").Should().BeNull();
    }

    [Fact]
    public void Regions_lie_where_their_names_say()
    {
        foreach (var mix in MoodMix.All) mix.Region.IsValid.Should().BeTrue();
        Center("Happy").Valence.Should().BeGreaterThan(0.7f);
        Center("Melancholy").Valence.Should().BeLessThan(0.4f);
        Center("Aggressive").Should().Match<ValenceArousal>(point => point.Valence < 0.4f && point.Arousal > 0.7f);
        Center("Workout").Arousal.Should().BeGreaterThan(Center("Cooking").Arousal);
        Center("Cooking").Arousal.Should().BeGreaterThan(Center("Background").Arousal);
        Center("Background").Arousal.Should().BeGreaterThan(Center("Sleep").Arousal);
        MoodMix.Find("Happy")!.Region.MaxValence.Should().BeApproximately(0.973f, 1e-6f);
        MoodMix.Find("Aggressive")!.Region.MaxArousal.Should().BeApproximately(0.969f, 1e-6f);

        static ValenceArousal Center(string name) => MoodMix.Find(name)!.Region.Center;
    }
}

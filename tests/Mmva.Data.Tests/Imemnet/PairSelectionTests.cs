using Mmva.Training;

namespace Mmva.Data.Tests;

public class PairSelectionTests
{
    private static readonly ValenceArousal[] Images = Points(200, 1), Clips = Points(30, 2);

    [Fact]
    public void Every_clip_gets_its_best_and_worst_images_and_random_ones()
    {
        var pairs = PairSelection.Select(Images, Clips, share: 1);

        pairs.Should().HaveCount(30 * 50).And.OnlyHaveUniqueItems();
        foreach (var clip in pairs.GroupBy(p => p.Clip))
        {
            var byDistance = Enumerable.Range(0, Images.Length).OrderBy(i => Images[i].DistanceTo(Clips[clip.Key])).ToArray();
            clip.Select(p => p.Image).Should().Contain(byDistance[..10]).And.Contain(byDistance[^10..]);
        }
    }

    [Fact]
    public void A_tenth_is_kept_by_default_and_the_seed_decides_which()
    {
        var pairs = PairSelection.Select(Images, Clips);

        pairs.Should().HaveCount(150).And.BeInAscendingOrder(p => p.Clip);
        PairSelection.Select(Images, Clips).Should().Equal(pairs);
        PairSelection.Select(Images, Clips, seed: 2).Should().NotEqual(pairs);
    }

    [Fact]
    public void Few_images_give_fewer_pairs()
    {
        PairSelection.Select(Images[..15], Clips[..1], share: 1).Should().HaveCount(15);
    }

    [Theory]
    [InlineData(-1, 10, 10, 0.1)]
    [InlineData(0, 0, 0, 0.1)]
    [InlineData(30, 10, 10, 0)]
    [InlineData(30, 10, 10, 1.1)]
    [InlineData(30, 10, 10, double.NaN)]
    public void Impossible_numbers_are_refused(int random, int best, int worst, double share) =>
        ((Action)(() => PairSelection.Select(Images, Clips, random, best, worst, share))).Should().Throw<ArgumentException>();

    private static ValenceArousal[] Points(int count, ulong seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))];
    }
}

using System.Globalization;
using Mmva.TestSupport;

namespace Mmva.Tests.Emotion;

public class EmotionalSimilarityTests
{
    [Fact]
    public void Score_falls_from_one_at_the_same_point_to_one_over_e_at_sigma()
    {
        var similarity = new EmotionalSimilarity(0.5);
        similarity.Score(new(0.3f, 0.7f), new(0.3f, 0.7f)).Should().Be(1);
        similarity.Score(new(0, 0), new(0.5f, 0)).Should().BeApproximately(1 / Math.E, 1e-9);
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_sigma_that_is_not_finite_and_positive_is_refused(double sigma) =>
        FluentActions.Invoking(() => new EmotionalSimilarity(sigma)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*positive*");

    [Theory]
    [InlineData(1, 1), InlineData(7, 65), InlineData(200, 131)]
    public void Estimated_sigma_is_the_mean_distance_over_all_pairs(int images, int music)
    {
        var random = new Random(3);
        ValenceArousal[] Points(int n) => [.. Enumerable.Range(0, n).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))];
        var (a, b) = (Points(images), Points(music));

        var expected = a.SelectMany(x => b.Select(x.DistanceTo)).Average();

        EmotionalSimilarity.Estimate(a, b).Sigma.Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void Sets_without_a_mean_distance_are_refused()
    {
        var point = new ValenceArousal(0.5f, 0.5f);
        Refused([], [point], "*needs a point*");
        Refused([point], [point], "*mean distance is 0*");
        Refused([point], [new(float.NaN, 0)], "*finite*");

        static void Refused(ValenceArousal[] images, ValenceArousal[] music, string message) =>
            FluentActions.Invoking(() => EmotionalSimilarity.Estimate(images, music)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [SkippableFact]
    public void Every_published_score_of_the_check_vectors_is_reproduced()
    {
        var similarity = new EmotionalSimilarity(EmotionalSimilarity.ImemnetSigma);
        var rows = File.ReadLines(GoldenFiles.Data("imemnet", "check_vectors.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        var errors = rows.Select(r => Math.Abs(
            similarity.Score(new((float)Number(r[2]), (float)Number(r[3])), new((float)Number(r[6]), (float)Number(r[7]))) - Number(r[8]))).ToList();

        errors.Should().HaveCountGreaterThan(1000);
        errors.Max().Should().BeLessThan(1e-5);
    }
}

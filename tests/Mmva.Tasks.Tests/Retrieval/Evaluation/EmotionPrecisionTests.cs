using Mmva.Tasks.Evaluation;

namespace Mmva.Tasks.Tests.Retrieval.Evaluation;

public sealed class EmotionPrecisionTests
{
    private static readonly RatedPoint[] Items =
    [
        new(new(0.9f, 0.9f), new(0.8f, 0.8f)), new(new(0.1f, 0.9f), new(0.2f, 0.8f)), new(new(0.1f, 0.1f), new(0.2f, 0.2f)),
            new(new(0.9f, 0.1f), new(0.2f, 0.2f)),
    ];

    [Fact]
    public void Precision_counts_items_rated_into_the_quadrant_of_the_query()
    {
        // the prediction of the second query is near an item with another rating
        RatedPoint[] queries = [new(new(0.8f, 0.9f), new(0.8f, 0.8f)), new(new(0.8f, 0.1f), new(0.8f, 0.2f))];

        var result = EmotionPrecision.Nearest(queries, Items, 1);

        result.Precision.Should().Be(0.5);
        (result.ByQuadrant.PleasantExcited, result.ByQuadrant.PleasantCalm).Should().Be((1, 0));
        result.ByQuadrant.UnpleasantCalm.Should().Be(double.NaN, "no query lies there");
        result.MeanDistance.Should().BeApproximately(0.3, 1e-6);
    }

    [Fact]
    public void Chance_is_the_share_of_the_quadrant_among_all_items() =>
        EmotionPrecision.Chance([new(default, new(0.1f, 0.1f))], Items).Precision.Should().Be(0.5);

    [Fact]
    public void Fewer_items_than_wanted_are_refused() =>
        FluentActions.Invoking(() => EmotionPrecision.Nearest([Items[0]], Items, 5)).Should().Throw<ArgumentException>()
            .WithMessage("1 queries, 4 items and 5*");
}

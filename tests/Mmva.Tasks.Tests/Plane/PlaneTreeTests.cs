using Mmva.Tasks.Tests.Retrieval.Conformance;
using Mmva.Training;

namespace Mmva.Tasks.Tests.Plane;

public sealed class PlaneTreeTests
{
    public static TheoryData<string> Clouds => new(PointClouds.Names);

    [Theory]
    [MemberData(nameof(Clouds))]
    public void Answers_are_those_of_a_linear_search(string cloud)
    {
        var random = new RandomSource(23);
        foreach (var count in new[] { 1, 2, 63, 64, 65, 1000, 40_000 })
        {
            var points = PointClouds.Make(cloud, count, random);
            var tree = PlaneTree.Build(points);
            foreach (var query in PointClouds.Queries(cloud, points, random)) ShouldFind(tree, points, query, Math.Min(count, 12));
            if (count <= 1000) ShouldFind(tree, points, points[0], count);
        }
    }

    [Fact]
    public void Fewer_points_than_wanted_are_all_returned()
    {
        var neighbors = new PlaneNeighbor[5];

        PlaneTree.Build([new(1, 0), new(0, 0)]).Nearest(new(0, 0), neighbors).Should().Be(2);
        PlaneTree.Build([]).Nearest(new(0, 0), neighbors).Should().Be(0);
        PlaneTree.Build([new(1, 0)]).Nearest(new(0, 0), []).Should().Be(0);

        neighbors[..2].Should().Equal(new PlaneNeighbor(1, 0), new PlaneNeighbor(0, 1));
    }

    [Fact]
    public void Points_and_queries_must_be_finite()
    {
        var build = () => PlaneTree.Build([new(0, 0), new(0, float.NaN)]);
        var search = () => PlaneTree.Build([new(0, 0)]).Nearest(new(float.NaN, 0), new PlaneNeighbor[1]);

        build.Should().Throw<ArgumentException>().WithMessage("Point 1*");
        search.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void The_build_can_be_canceled()
    {
        var build = () => PlaneTree.Build(PointClouds.Make("uniform", 200_000, new(1)), new CancellationToken(canceled: true));

        build.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void The_median_is_found_in_any_order_of_points()
    {
        var random = new RandomSource(3);
        Func<int, int, float>[] orders =
            [(i, _) => i, (i, n) => n - i, (i, _) => i % 2, (i, n) => i < n / 2 ? i : n - i, (i, _) => random.Next(10), (_, _) => random.NextSingle(),
            (_, _) => 1];
        foreach (var order in orders)
        {
            foreach (var count in new[] { 2, 3, 599, 5000 })
            {
                var points = Enumerable.Range(0, count).Select(i => new PlanePoint(0, order(i, count), i)).ToArray();
                var rank = random.Next(count);

                MedianSelection.Select<ArousalAxis>(points, rank);

                points.Select(p => p.Index).Should().OnlyHaveUniqueItems();
                points[..rank].All(p => p.Arousal <= points[rank].Arousal).Should().BeTrue();
                points[rank..].All(p => p.Arousal >= points[rank].Arousal).Should().BeTrue();
            }
        }
    }

    private static void ShouldFind(PlaneTree tree, ValenceArousal[] points, ValenceArousal point, int wanted)
    {
        var neighbors = new PlaneNeighbor[wanted];
        tree.Nearest(point, neighbors).Should().Be(wanted);

        neighbors.Select(n => n.Distance).Should().Equal(points.Select(p => p.DistanceTo(point)).Order().Take(wanted));
        neighbors.Select(n => n.Index).Distinct().Should().HaveCount(wanted);
        foreach (var neighbor in neighbors) points[neighbor.Index].DistanceTo(point).Should().Be(neighbor.Distance);
    }
}

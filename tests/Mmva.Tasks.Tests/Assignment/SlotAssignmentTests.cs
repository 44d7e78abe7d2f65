using Mmva.Training;

namespace Mmva.Tasks.Tests.Playlists;

public sealed class SlotAssignmentTests
{
    [Fact]
    public void The_sum_is_that_of_the_best_of_all_assignments()
    {
        var random = new RandomSource(3);
        for (var round = 0; round < 200; round++)
        {
            int slots = 1 + random.Next(5), groups = slots + random.Next(3);
            // few different costs, so that there are ties
            var costs = Costs(slots, groups, () => random.Next(6) / 4.0);

            var assignment = SlotAssignment.Solve(costs, groups, default);

            assignment.GroupOf.Should().OnlyHaveUniqueItems().And.OnlyContain(group => group >= 0);
            assignment.GroupOf.Select((group, slot) => costs[slot].First(c => c.Group == group).Cost).Sum()
                .Should().BeApproximately(Least(costs, 0, []), 1e-12);
        }
    }

    [Fact]
    public void Lists_beyond_the_potentials_do_not_matter()
    {
        var random = new RandomSource(4);
        var shortened = 0;
        for (var round = 0; round < 200; round++)
        {
            var costs = Costs(5, 12, random.NextDouble);
            var kept = costs.Select(list => list.Take(3).ToArray()).ToArray();

            var assignment = SlotAssignment.Solve(kept, 12, default);

            var isCertain = assignment.GroupOf.Select((group, slot) => group >= 0 && assignment.Potentials[slot] <= kept[slot][^1].Cost)
                .All(ok => ok);
            if (!isCertain) continue;
            shortened++;
            assignment.GroupOf.Select((group, slot) => kept[slot].First(c => c.Group == group).Cost).Sum()
                .Should().BeApproximately(Least(costs, 0, []), 1e-12);
        }
        shortened.Should().BeGreaterThan(20);
    }

    [Fact]
    public void Of_too_few_groups_all_are_used()
    {
        var assignment = SlotAssignment.Solve(Costs(4, 2, () => 1), 2, default);

        assignment.GroupOf.Where(group => group >= 0).Should().BeEquivalentTo([0, 1]);
    }

    private static (int Group, double Cost)[][] Costs(int slots, int groups, Func<double> cost) =>
        [.. Enumerable.Range(0, slots).Select(_ => Enumerable.Range(0, groups).Select(g => (g, cost())).OrderBy(c => c.Item2).ToArray())];

    private static double Least((int Group, double Cost)[][] costs, int slot, HashSet<int> used)
    {
        if (slot == costs.Length) return 0;
        var least = double.PositiveInfinity;
        foreach (var (group, cost) in costs[slot])
        {
            if (!used.Add(group)) continue;
            least = Math.Min(least, cost + Least(costs, slot + 1, used));
            used.Remove(group);
        }
        return least;
    }
}

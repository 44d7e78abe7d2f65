namespace Mmva.Data.Tests;

public class GroupedSplitTests
{
    private static readonly List<RatedItem> Items =
        [.. Enumerable.Range(0, 1000).Select(i => new RatedItem($"{i}", $"text number {i}", default, $"g{i * i % 211}"))];

    [Fact]
    public void Every_item_is_on_one_side_and_no_group_crosses()
    {
        var split = GroupedSplit.TrainValidationHoldOut(Items, 0.1, 0.2, seed: 3);

        AssertParts(split.Train, split.Validation, split.HoldOut);
        split.HoldOut.Count.Should().BeInRange(180, 220);
        split.Validation.Count.Should().BeInRange(80, 120);
    }

    [Fact]
    public void Folds_are_about_equal()
    {
        var folds = GroupedSplit.Folds(Items, 5, seed: 3);

        AssertParts([.. folds]);
        folds.Should().OnlyContain(f => f.Count > 180 && f.Count < 220);
    }

    [Fact]
    public void The_seed_determines_the_split()
    {
        GroupedSplit.Folds(Items, 5, seed: 3)[0].Should().Equal(GroupedSplit.Folds(Items, 5, seed: 3)[0]);
        GroupedSplit.Folds(Items, 5, seed: 3)[0].Should().NotEqual(GroupedSplit.Folds(Items, 5, seed: 4)[0]);
    }

    [Fact]
    public void The_same_text_stays_on_one_side_and_links_its_groups()
    {
        var items = Enumerable.Range(0, 200).SelectMany(i => new[]
        {
            new RatedItem($"a{i}", $"Sincerely, {i}", default, $"a{i}"),
            new RatedItem($"b{i}", $"sincerely {i}!", default, $"b{i}"),
            new RatedItem($"c{i}", $"other {i}", default, $"b{i}"),
        }).ToList();

        var split = GroupedSplit.TrainValidationHoldOut(items, 0.2, 0.2, seed: 1);

        foreach (var part in new[] { split.Train, split.Validation, split.HoldOut })
            part.Select(i => i / 3).GroupBy(i => i).Should().OnlyContain(g => g.Count() == 3);
    }

    [Fact]
    public void Every_data_set_is_split_separately()
    {
        // a large set whose groups are large must not push a small one to one side
        RatedItem[] items =
        [
            .. Enumerable.Range(0, 900).Select(i => new RatedItem($"a{i}", $"long {i}", default, $"large/{i / 150}")),
            .. Enumerable.Range(0, 100).Select(i => new RatedItem($"b{i}", $"short {i}", default, $"small/{i}")),
        ];

        var folds = GroupedSplit.Folds(items, 5, seed: 1);

        folds.Should().OnlyContain(f => f.Count(i => i >= 900) == 20);
    }

    private static void AssertParts(params IReadOnlyList<int>[] parts)
    {
        parts.SelectMany(p => p).Order().Should().Equal(Enumerable.Range(0, Items.Count));
        var sides = parts.SelectMany((part, side) => part.Select(i => (Items[i].Group, side))).Distinct();
        sides.GroupBy(s => s.Group).Should().OnlyContain(g => g.Count() == 1);
    }
}

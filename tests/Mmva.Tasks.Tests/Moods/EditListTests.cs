namespace Mmva.Tasks.Tests;

public sealed class EditListTests
{
    [Fact]
    public void An_insertion_and_a_replacement_at_one_offset_are_one_change()
    {
        var edits = new EditList();
        edits.Insert(4, [1]);
        edits.Insert(4, [2]);
        edits.Replace(4, [8, 9], [3]);
        edits.Replace(9, [5], [6]);
        edits.Insert(9, [4]);

        edits.Forward().Should().BeEquivalentTo([new Edit(4, 2, [1, 2, 3]), new Edit(9, 1, [4, 6])]);
        edits.Backward().Should().BeEquivalentTo([new Edit(4, 3, [8, 9]), new Edit(10, 2, [5])]);
        FluentActions.Invoking(() => edits.Replace(4, [8], [7])).Should().Throw<InvalidOperationException>();
    }
}

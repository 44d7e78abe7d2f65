namespace Mmva;

/// <summary>One of the prompts that templates and candidates make.</summary>
/// <param name="Index">Its place in its <see cref="PromptSet"/>, from 0.</param>
/// <param name="Text">What a text-to-music model is given.</param>
/// <param name="Choices">What stands in the template's slots, in their order.</param>
public sealed record Prompt(int Index, string Text, IReadOnlyList<PromptChoice> Choices)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}

/// <summary>What stands in a slot of a prompt.</summary>
/// <param name="Slot">The slot's name: <c>genre</c>.</param>
/// <param name="Candidate">One of its candidates: <c>jazz</c>.</param>
public readonly record struct PromptChoice(string Slot, string Candidate);

namespace Mmva;

/// <summary>A prompt made from a template and candidates.</summary>
/// <param name="Index">Its index in its <see cref="PromptSet"/>, from 0.</param>
/// <param name="Text">The input of a text-to-music model.</param>
/// <param name="Choices">The candidates in the slots of the template, in the order of the slots.</param>
public sealed record Prompt(int Index, string Text, IReadOnlyList<PromptChoice> Choices)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}

/// <summary>The candidate in a slot of a prompt.</summary>
/// <param name="Slot">The name of the slot, such as <c>genre</c>.</param>
/// <param name="Candidate">One of its candidates, such as <c>jazz</c>.</param>
public readonly record struct PromptChoice(string Slot, string Candidate);

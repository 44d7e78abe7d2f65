namespace Mmva;

/// <summary>One finding about a host.</summary>
/// <param name="Name">What it is about, for example <c>ONNX Runtime</c> or <c>caption encoder</c>.</param>
/// <param name="Value">The finding, in one line; for a problem with the way out.</param>
/// <param name="IsProblem">Whether something that the host has asked for does not work.</param>
public sealed record DiagnosticEntry(string Name, string Value, bool IsProblem = false)
{
    /// <summary>Returns the finding as a line of text.</summary>
    public override string ToString() => $"{Name}: {(IsProblem ? "PROBLEM: " : "")}{Value}";
}

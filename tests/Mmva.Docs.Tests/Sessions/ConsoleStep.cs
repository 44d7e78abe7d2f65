namespace Documents.Sessions;

/// <param name="Command">The command, as a reader types it.</param>
/// <param name="Output">The lines that it prints to standard output.</param>
internal sealed record ConsoleStep(string Command, IReadOnlyList<string> Output);

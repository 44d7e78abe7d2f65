namespace Mmva.Data;

/// <summary>Asks a program of ffmpeg's for its version.</summary>
internal static class ProgramVersion
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Returns the version, or why there is none.</summary>
    /// <param name="program">A path, or a name that is looked up on PATH.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static (string? Version, string? Fault) Read(string program, CancellationToken cancellationToken)
    {
        try
        {
            using var running = ExternalProgram.Start(program, ["-version"], e => new MmvaException(e.Message, e));
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Timeout);
            using var end = deadline.Token.Register(running.Kill);
            var first = running.Output.ReadLine();
            cancellationToken.ThrowIfCancellationRequested();
            // "ffmpeg version 7.1 Copyright (c) 2000-2024 the FFmpeg developers"
            return first?.Split(' ') is [_, "version", var version, ..] ? (version, null) : (null, "it does not print a version");
        }
        catch (MmvaException e)
        {
            return (null, e.Message.TrimEnd('.'));
        }
    }
}

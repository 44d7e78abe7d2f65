using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>A run of <c>ffmpeg</c> or <c>ffprobe</c> on an untrusted file: its output comes through a pipe, its last errors are kept.</summary>
internal sealed partial class FfmpegProcess : IDisposable
{
    private const int KeptErrorLines = 3;

    private readonly ExternalProgram _program;
    private readonly Func<string, bool> _isReport;
    private readonly Queue<string> _errors = new();

    private FfmpegProcess(ExternalProgram program, Func<string, bool> isReport)
    {
        _program = program;
        _isReport = isReport;
        program.ReadErrors(Keep);
    }

    /// <summary>The output of the program.</summary>
    public Stream Output => _program.Output.BaseStream;

    /// <summary>The last lines of the error output, without internal details. Complete once the program has ended.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return string.Join(" / ", _errors);
        }
    }

    /// <summary>Starts a program that opens only the file it is given.</summary>
    /// <param name="program">A path, or a name that is looked up on PATH.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <param name="purpose">Why the program is needed, and the option with its path: for the message if it cannot be started.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="isReport">Receives each line of the error output, and returns whether it was expected there; optional.</param>
    public static FfmpegProcess Start(
        string program, string name, (string Why, string Option) purpose, IEnumerable<string> arguments, Func<string, bool>? isReport = null) =>
        new(ExternalProgram.Start(program, arguments, e => NotStarted(program, name, purpose, e)), isReport ?? (_ => false));

    /// <summary>The error for a program that cannot be started.</summary>
    public static MediaException NotStarted(string program, string name, (string Why, string Option) purpose, Exception e) => new(
        name,
        $"{purpose.Why}, and '{program}' cannot be started ({e.Message}). "
        + $"Install it (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), or set {purpose.Option}.", e);

    /// <summary>The arguments that open a file. Its name cannot act as an option or protocol; playlists, which open files, are refused.</summary>
    /// <param name="path">The file.</param>
    /// <param name="formats">The accepted containers.</param>
    public static string[] Input(string path, string formats) =>
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", formats, "-i", "file:" + Path.GetFullPath(path)];

    /// <summary>Waits for the program to end, once its output has been read.</summary>
    /// <returns>The exit code.</returns>
    public int WaitForExit() => _program.WaitForExit();

    /// <summary>Kills the program if it is still running.</summary>
    public void Kill() => _program.Kill();

    /// <summary>Kills the program and waits for its end.</summary>
    public void Dispose() => _program.Dispose();

    private void Keep(string line)
    {
        if (_isReport(line)) return;
        lock (_errors)
        {
            _errors.Enqueue(FileAddress().Replace(DecoderAddress().Replace(line, ""), "").Trim());
            if (_errors.Count > KeptErrorLines) _errors.Dequeue();
        }
    }

    // "[mp3 @ 0x55a6ac078a00] " means nothing to users
    [GeneratedRegex(@"\[[^\]]* @ [^\]]*\] ?")]
    private static partial Regex DecoderAddress();

    // the messages of exceptions begin with the file
    [GeneratedRegex("^file:.*: ")]
    private static partial Regex FileAddress();
}

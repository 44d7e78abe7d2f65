using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>A run of <c>ffmpeg</c> or <c>ffprobe</c> on a file that may be anything: its output comes through a pipe, its errors are kept.</summary>
internal sealed partial class FfmpegProcess : IDisposable
{
    private const int KeptErrorLines = 3;

    private readonly ExternalProgram _program;
    private readonly Queue<string> _errors = new();

    private FfmpegProcess(ExternalProgram program)
    {
        _program = program;
        program.ReadErrors(Keep);
    }

    /// <summary>What the program writes.</summary>
    public Stream Output => _program.Output.BaseStream;

    /// <summary>The end of what the program complained about, without what only its authors understand. Complete once it has ended.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return string.Join(" / ", _errors);
        }
    }

    /// <summary>Starts a program that opens no other file than the one it is given.</summary>
    /// <param name="program">A path, or a name on PATH.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="purpose">What needs the program, and which option says where it is: for the message where it cannot be started.</param>
    /// <param name="arguments">The command line.</param>
    public static FfmpegProcess Start(string program, string name, (string Why, string Option) purpose, IEnumerable<string> arguments) =>
        new(ExternalProgram.Start(program, arguments, e => new MediaException(
            name,
            $"{purpose.Why}, and '{program}' cannot be started ({e.Message}). "
            + $"Install it (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), or set {purpose.Option}.", e)));

    /// <summary>The arguments that open a file: its name is neither option nor protocol; playlists, which open other files, are refused.</summary>
    /// <param name="path">The file.</param>
    /// <param name="formats">The containers that are taken.</param>
    public static string[] Input(string path, string formats) =>
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", formats, "-i", "file:" + Path.GetFullPath(path)];

    /// <summary>Waits for the end of the program, once its output has been read.</summary>
    /// <returns>The exit code.</returns>
    public int WaitForExit() => _program.WaitForExit();

    /// <summary>Ends the program if it still runs.</summary>
    public void Kill() => _program.Kill();

    /// <summary>Ends the program and waits until it is gone.</summary>
    public void Dispose() => _program.Dispose();

    private void Keep(string line)
    {
        lock (_errors)
        {
            _errors.Enqueue(FileAddress().Replace(DecoderAddress().Replace(line, ""), "").Trim());
            if (_errors.Count > KeptErrorLines) _errors.Dequeue();
        }
    }

    // "[mp3 @ 0x55a6ac078a00] " says nothing to a reader
    [GeneratedRegex(@"\[[^\]]* @ [^\]]*\] ?")]
    private static partial Regex DecoderAddress();

    // messages name the file themselves
    [GeneratedRegex("^file:.*: ")]
    private static partial Regex FileAddress();
}

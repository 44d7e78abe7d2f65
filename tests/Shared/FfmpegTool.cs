using System.Diagnostics;

namespace Mmva.TestSupport;

/// <summary>Makes sounds and videos to test with; tests skip where the program is absent.</summary>
internal static class FfmpegTool
{
    public static void Require()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var found = folders.Any(f => File.Exists(Path.Combine(f, "ffmpeg")) || File.Exists(Path.Combine(f, "ffmpeg.exe")));
        Skip.IfNot(found, "the ffmpeg program is not on PATH");
    }

    /// <summary>Writes a file and returns its path.</summary>
    public static string Make(string path, params string[] source)
    {
        Require();
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-loglevel", "error", .. source, path]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? path : throw new InvalidOperationException(errors);
    }
}

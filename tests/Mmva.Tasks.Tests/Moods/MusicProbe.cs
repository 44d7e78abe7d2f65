using System.Diagnostics;
using System.Text.Json;

namespace Mmva.Tasks.Tests;

/// <summary>What ffmpeg and ffprobe find in a file.</summary>
internal static class MusicProbe
{
    /// <summary>The hash of the decoded audio, and what the decoder complains about.</summary>
    public static string Decoded(string path) => Run("ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a", "-f", "md5", "-");

    /// <summary>The tags of the file and of its streams, by names in upper case.</summary>
    public static Dictionary<string, string> Tags(string path)
    {
        using var json = JsonDocument.Parse(Run("ffprobe", "-v", "error", "-show_entries", "format_tags:stream_tags", "-of", "json", path));
        var tags = new Dictionary<string, string>();
        foreach (var owner in json.RootElement.GetProperty("streams").EnumerateArray().Append(json.RootElement.GetProperty("format")))
        {
            if (!owner.TryGetProperty("tags", out var found)) continue;
            foreach (var tag in found.EnumerateObject()) tags[tag.Name.ToUpperInvariant()] = tag.Value.GetString()!;
        }
        return tags;
    }

    private static string Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}

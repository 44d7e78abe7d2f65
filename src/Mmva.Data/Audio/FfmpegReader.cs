using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Mmva.Media;

namespace Mmva.Data.Audio;

/// <summary>Decodes through the <c>ffmpeg</c> program: it writes float WAV at the sound's own rate into a pipe, and the WAV reader takes it from there.</summary>
internal sealed partial class FfmpegReader(AudioDecoderOptions options)
{
    private const int KeptErrorLines = 3;

    // containers that hold sound themselves: no playlists, which would open other files
    private const string Formats = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,tta,w64,wav,wv";

    /// <param name="path">The file that ffmpeg opens.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public Waveform Read(string path, string name, CancellationToken cancellationToken)
    {
        using var process = Start(path, name);
        var errors = new Queue<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (string.IsNullOrWhiteSpace(line.Data)) return;
            errors.Enqueue(line.Data.Trim());
            if (errors.Count > KeptErrorLines) errors.Dequeue();
        };
        process.BeginErrorReadLine();
        process.StandardInput.Close();

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.FfmpegTimeout);
        Waveform? waveform;
        try
        {
            using (deadline.Token.Register(() => Kill(process)))
            {
                waveform = WavReader.Read(process.StandardOutput.BaseStream, name, options, deadline.Token);
                process.WaitForExit();
            }
            deadline.Token.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is OperationCanceledException or MediaException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new MediaException(name, $"ffmpeg did not decode it within {nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegTimeout)} = {options.FfmpegTimeout:c}.", e);
        }
        finally
        {
            Kill(process);
            process.WaitForExit();
        }
        if (waveform is null || process.ExitCode != 0) throw new MediaException(name, Reason(errors, path));
        return waveform;
    }

    private Process Start(string path, string name)
    {
        var start = new ProcessStartInfo(options.FfmpegPath) { UseShellExecute = false, CreateNoWindow = true, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // "file:" keeps a name from being taken for an option or a protocol
        foreach (var argument in (string[])["-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", Formats, "-i", "file:" + Path.GetFullPath(path),
            "-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"])
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new MediaException(name, $"only WAV is read without the ffmpeg program, and '{options.FfmpegPath}' cannot be started ({e.Message}). "
                + $"Install it (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), or set {nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegPath)}.", e);
        }
    }

    private static string Reason(Queue<string> errors, string path)
    {
        var text = string.Join(" / ", errors.Select(e => DecoderAddress().Replace(e, "").Replace($"file:{Path.GetFullPath(path)}: ", "").Trim()));
        return text.Contains("matches no streams", StringComparison.Ordinal) ? "has no sound track."
            : text.Contains("not on whitelist", StringComparison.Ordinal) ? "is no sound file of a known kind."
            : $"cannot be decoded as sound{(text.Length > 0 ? $" (ffmpeg: {text})" : "")}.";
    }

    // "[mp3 @ 0x55a6ac078a00] " says nothing to a reader
    [GeneratedRegex(@"\[[^\]]* @ [^\]]*\] ?")]
    private static partial Regex DecoderAddress();

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true); // looks through all processes: tens of milliseconds
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended by itself
        }
    }
}

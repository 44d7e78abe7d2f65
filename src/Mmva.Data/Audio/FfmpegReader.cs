namespace Mmva.Data;

/// <summary>Decodes through the <c>ffmpeg</c> program: it writes float WAV at the sound's own rate into a pipe, and the WAV reader takes it from there.</summary>
internal sealed class FfmpegReader(AudioDecoderOptions options)
{
    // containers that hold sound themselves: no playlists, which would open other files
    private const string Formats = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,tta,w64,wav,wv";

    private static readonly (string Why, string Option) Purpose =
        ("only WAV is read without the ffmpeg program", $"{nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegPath)}");

    /// <param name="path">The file that ffmpeg opens.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public Waveform Read(string path, string name, CancellationToken cancellationToken)
    {
        using var process = FfmpegProcess.Start(options.FfmpegPath, name, Purpose,
            ["-nostdin", "-hide_banner", "-loglevel", "error", .. FfmpegProcess.Input(path, Formats), "-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"]);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.FfmpegTimeout);
        Waveform? waveform;
        int exitCode;
        try
        {
            using (deadline.Token.Register(process.Kill))
            {
                waveform = WavReader.Read(process.Output, name, options, deadline.Token);
                exitCode = process.WaitForExit();
            }
            deadline.Token.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is OperationCanceledException or MediaException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new MediaException(name, $"ffmpeg did not decode it within {nameof(AudioDecoderOptions)}.{nameof(AudioDecoderOptions.FfmpegTimeout)} = {options.FfmpegTimeout:c}.", e);
        }
        if (waveform is null || exitCode != 0) throw new MediaException(name, Reason(process.Errors));
        return waveform;
    }

    private static string Reason(string errors) =>
        errors.Contains("matches no streams", StringComparison.Ordinal) ? "has no sound track."
        : errors.Contains("not on whitelist", StringComparison.Ordinal) ? "is no sound file of a known kind."
        : $"cannot be decoded as sound{(errors.Length > 0 ? $" (ffmpeg: {errors})" : "")}.";
}

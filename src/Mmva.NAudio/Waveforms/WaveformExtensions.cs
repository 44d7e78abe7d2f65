using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.NAudio;
using NAudio.Wave;

namespace Mmva;

/// <summary>Reads the audio of NAudio as waveforms, and the other way round.</summary>
public static class WaveformExtensions
{
    /// <summary>
    /// Reads a provider to its end. Channels are mixed as those of files: to their mean or, if two of them cancel each other out, to their
    /// difference.
    /// </summary>
    /// <param name="source">
    /// The provider, of any rate and number of channels. It is read from where it is: NAudio's <c>Skip</c> and <c>Take</c> select a part, and a
    /// provider that never ends needs <c>Take</c>.
    /// </param>
    /// <param name="options">
    /// The limits, or <see langword="null"/> for the defaults. Audio of more than 100 million samples is resampled to 16 kHz while it is read;
    /// <see cref="AudioDecoderOptions.Excerpt"/> is not used.
    /// </param>
    /// <param name="name">The name in error messages, or <see langword="null"/> for that of the provider's type.</param>
    /// <param name="progress">Receives the duration that has been read; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One channel at the rate of the provider, or at a lower one if the options say so.</returns>
    /// <exception cref="MediaException">The audio is empty, over a limit, has non-finite samples, or the provider failed.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Waveform ToWaveform(
        this ISampleProvider source, AudioDecoderOptions? options = null, string? name = null, IProgress<TimeSpan>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ProviderReader(name ?? source.GetType().Name, options, progress, cancellationToken).ReadOnce(source);
    }

    /// <summary>
    /// Reads a provider, such as a <see cref="WaveStream"/>, to its end. Channels are mixed as those of files: to their mean or, if they cancel
    /// each other out, to the difference of two, or the loudest of more if the stream can seek.
    /// </summary>
    /// <param name="source">
    /// The provider: PCM of 8, 16, 24 or 32 bits or float, of any rate and number of channels. It is read from where it is.
    /// </param>
    /// <param name="options">
    /// The limits, or <see langword="null"/> for the defaults. Audio of more than 100 million samples is resampled to 16 kHz while it is read;
    /// <see cref="AudioDecoderOptions.Excerpt"/> is not used.
    /// </param>
    /// <param name="name">The name in error messages, or <see langword="null"/> for that of the provider's type.</param>
    /// <param name="progress">Receives the duration that has been read; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One channel at the rate of the provider, or at a lower one if the options say so.</returns>
    /// <exception cref="MediaException">
    /// The format is compressed or has another number of bits; or the audio is empty, endless, over a limit, has non-finite samples, or the provider
    /// failed.
    /// </exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    [OverloadResolutionPriority(1)] // readers of files are both
    public static Waveform ToWaveform(
        this IWaveProvider source, AudioDecoderOptions? options = null, string? name = null, IProgress<TimeSpan>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        name ??= source.GetType().Name;
        if (source is BufferedWaveProvider { ReadFully: true })
            throw new MediaException(name, "never ends: set its ReadFully to false, or read a part with ToSampleProvider().Take(duration).");
        var reader = new ProviderReader(name, options, progress, cancellationToken);
        var samples = SampleFormat.Convert(source, name);
        return source is WaveStream { CanSeek: true } stream ? reader.ReadAgain(samples, stream) : reader.ReadOnce(samples);
    }

    /// <summary>Reads a waveform as a provider of one channel, to play it or to follow it.</summary>
    /// <param name="waveform">The audio.</param>
    /// <returns>A provider that starts at the first sample.</returns>
    public static ISampleProvider ToSampleProvider(this Waveform waveform)
    {
        ArgumentNullException.ThrowIfNull(waveform);
        return new WaveformProvider(waveform);
    }
}

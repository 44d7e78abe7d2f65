using Mmva.Data;
using Mmva.Encoders;

namespace Mmva.Compact;

/// <summary>
/// Describes music in one to three English sentences, offline: genre, instruments, voices and character by the tags of the shipped musicnn models;
/// tempo, key, dynamics and brightness as measured. What is uncertain is left out or stated with a reservation.
/// </summary>
/// <remarks>
/// <para>
/// The same audio has the same caption: words vary by what was measured, not at random. The sentences say nothing about the quality of a recording,
/// and nothing that the model of emotion (necks and heads) predicts, so that captions do not contain the labels of a data set. Ten seconds are
/// enough; music of any length is described as a whole. Silence and noise are called that.
/// </para>
/// <para>Safe to use from several threads; dispose it when no captioning is in progress.</para>
/// </remarks>
public sealed class CompactCaptioner : IMusicCaptioner, IDisposable
{
    // musicnn's features depend on the level, and so do thresholds of onsets
    private const double Level = LeveledEncoder.DefaultLevel;

    private readonly SongReader _songs;
    private readonly Lazily<(MusicnnEncoder Encoder, MusicTags Tags)> _tagger;

    /// <summary>Creates a captioner; the weights are loaded when first used.</summary>
    /// <param name="decoder">Decodes the songs of clips.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The decoder returns excerpts, in which a clip is somewhere else.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public CompactCaptioner(IAudioDecoder decoder, CompactOptions? options = null)
    {
        options = (options ?? new()).Validated(new CompactOptionsValidator());
        _songs = new(decoder);
        _tagger = new(() =>
        {
            var folder = WeightsFolder.Find(options.Folder, "musicnn");
            var tags = MusicTags.Load(folder);
            return (MusicnnEncoder.Load(folder, options.Session), tags);
        });
    }

    /// <inheritdoc/>
    public async Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var song = await _songs.DecodeAsync(clip.Item.Content, cancellationToken).ConfigureAwait(false);
        return await CaptionAsync(clip.CutFrom(song), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Describes audio.</summary>
    /// <param name="audio">The audio, at any sample rate.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">Samples are not finite, or so large that their power is not.</exception>
    /// <exception cref="MmvaException">A file of weights is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<string> CaptionAsync(Waveform audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var (facts, variety) = await DescribeAsync(audio, cancellationToken).ConfigureAwait(false);
        return CaptionWriter.Write(facts, variety);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        if (_tagger.IsCreated) _tagger.Value.Encoder.Dispose();
    }

    internal async Task<(MusicFacts Facts, long Variety)> DescribeAsync(Waveform audio, CancellationToken cancellationToken)
    {
        var leveled = await Task.Run(() => ToLevel(audio), cancellationToken).ConfigureAwait(false);
        if (leveled is null) return (new() { Kind = MusicKind.Silence }, 0);
        var (encoder, tags) = _tagger.Value;
        var analysis = Task.Run(() => SoundAnalysis.Of(leveled.Samples.Span, cancellationToken), cancellationToken);
        var features = await encoder.EncodeAsync([leveled], cancellationToken).ConfigureAwait(false);
        var sound = await analysis.ConfigureAwait(false);
        // coarse enough not to depend on the last bits
        var variety = (long)Math.Round(sound.Brightness / 20) * 1000 + (long)Math.Round(sound.OnsetsPerSecond * 4);
        return (MusicFacts.Of(sound, tags.Of(features[0].Span)), variety);
    }

    private static Waveform? ToLevel(Waveform audio)
    {
        try
        {
            return AudioNormalization.ToLevel(AudioResampling.Resample(audio, OnsetCurve.SampleRate), Level);
        }
        catch (ArgumentException e)
        {
            throw new MediaException(audio.Name ?? "waveform", "it contains samples that are not finite, or far beyond full scale (−1 to 1).", e);
        }
    }
}

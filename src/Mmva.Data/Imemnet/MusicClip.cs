using System.Security.Cryptography;

namespace Mmva.Data;

/// <summary>A part of a song with the mean of its ratings over time.</summary>
/// <param name="Item">
/// The clip's id (song and segment, such as <c>725-16</c>), the path of the song, the rating and caption, and the song's group.
/// </param>
/// <param name="Start">Where the clip starts in the song.</param>
/// <param name="Duration">The length of the clip.</param>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed record MusicClip(RatedItem Item, TimeSpan Start, TimeSpan Duration)
{
    /// <summary>Decodes the song and returns the clip.</summary>
    /// <param name="decoder">Decodes the song.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The decoder returns excerpts, in which the clip is somewhere else.</exception>
    /// <exception cref="MediaException">The song cannot be decoded, or ends before the clip.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<Waveform> LoadAsync(IAudioDecoder decoder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        SongReader.CheckWhole(decoder);
        return CutFrom(await decoder.DecodeAsync(Item.Content, cancellationToken).ConfigureAwait(false));
    }

    internal Waveform CutFrom(Waveform song)
    {
        var start = (int)(Start.TotalSeconds * song.SampleRate);
        var length = (int)(Duration.TotalSeconds * song.SampleRate);
        // encoded songs are a few milliseconds shorter than their ratings
        var available = Math.Min(length, song.Samples.Length - start);
        if (available < 0.9 * length)
            throw new MediaException(
                Item.Content, $"lasts {song.Duration.TotalSeconds:F1} s; the clip {Item.Id} ends at {(Start + Duration).TotalSeconds:F1} s.");
        return new(song.Samples.Slice(start, available), song.SampleRate);
    }

    /// <summary>The clip as an input of a feature cache, identified by the bytes of the song and the part.</summary>
    internal FeatureInput<Waveform> AsInput(SongReader songs) => new(
        $"{Item.Content} [{Item.Id}]", Item,
        async token => SHA256.HashData([.. await songs.HashAsync(Item.Content, token).ConfigureAwait(false),
            .. BitConverter.GetBytes(Start.Ticks), .. BitConverter.GetBytes(Duration.Ticks)]),
        async token => CutFrom(await songs.DecodeAsync(Item.Content, token).ConfigureAwait(false)));
}

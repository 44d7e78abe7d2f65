namespace Mmva.Data;

/// <summary>Captions clips with a captioner of audio, LP-MusicCaps for example.</summary>
/// <param name="captioner">Captions the audio of a clip.</param>
/// <param name="decoder">Decodes the songs, each once for its clips.</param>
/// <remarks>
/// The captions of a clip that the captioner divides into several parts are joined by spaces. Safe to use from several threads; the captioner is not
/// disposed of.
/// </remarks>
public sealed class ClipCaptioner(IAudioCaptioner captioner, IAudioDecoder decoder) : IMusicCaptioner
{
    private readonly IAudioCaptioner _captioner = captioner ?? throw new ArgumentNullException(nameof(captioner));
    private readonly SongReader _songs = new(decoder);

    /// <inheritdoc/>
    public async Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var audio = clip.CutFrom(await _songs.DecodeAsync(clip.Item.Content, cancellationToken).ConfigureAwait(false));
        var texts = new List<string>();
        await foreach (var caption in _captioner.CaptionAsync(audio, cancellationToken).ConfigureAwait(false))
            if (caption.Text.Trim() is { Length: > 0 } text) texts.Add(text);
        return texts.Count > 0 ? string.Join(' ', texts) : null;
    }
}

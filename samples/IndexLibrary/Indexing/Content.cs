using System.Collections.Concurrent;
using IndexLibrary.Files;
using Mmva;
using Mmva.Data;

namespace IndexLibrary.Indexing;

/// <summary>A file that was read: its content's id, and the picture or the music unless that content is dealt with elsewhere.</summary>
/// <param name="Id">SHA-256 of the bytes.</param>
/// <param name="IsIndexed">Whether the index had the content already.</param>
/// <param name="Image">The picture to embed, or null.</param>
/// <param name="Music">The music to embed, or null.</param>
internal sealed record Content(string Id, bool IsIndexed, RgbImage? Image = null, Waveform? Music = null)
{
    public bool IsToEmbed => Image is not null || Music is not null;

    public Modality Modality => Image is not null ? Modality.Image : Modality.Music;

    /// <summary>How many of a kind go through the encoder at once; decoded music is large.</summary>
    public int LargestBatch => Image is not null ? 4 : 1;
}

/// <summary>Reads files, each content once.</summary>
internal sealed class ContentReader(IEmotionIndex index, IImageDecoder images, IAudioDecoder sounds)
{
    private readonly ConcurrentDictionary<string, bool> _claimed = new();

    /// <exception cref="MediaException">The file is missing, damaged, or changed meanwhile.</exception>
    public async Task<Content> ReadAsync(LibraryFile file, CancellationToken cancellationToken)
    {
        var id = await ContentId.OfFileAsync(file, cancellationToken);
        if (await index.FindAsync(id, cancellationToken) is not null) return new(id, IsIndexed: true);
        if (!_claimed.TryAdd(id, true)) return new(id, IsIndexed: false);
        var content = MediaKinds.Of(file.Path) switch
        {
            MediaKind.Image => new Content(id, false, Image: await images.DecodeAsync(file.Path, cancellationToken)),
            MediaKind.Audio => new Content(id, false, Music: await sounds.DecodeAsync(file.Path, cancellationToken)),
            _ => throw new MediaException(file.Path, "is neither a picture nor music."),
        };
        return LibraryFile.Of(file.Path) == file ? content : throw new MediaException(file.Path, "changed while it was read; the next run takes it.");
    }
}

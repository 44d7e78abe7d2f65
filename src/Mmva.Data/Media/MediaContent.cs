namespace Mmva;

/// <summary>A decoded input of any modality: an image, a piece of music or a caption.</summary>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed class MediaContent
{
    private MediaContent(Modality modality, RgbImage? image, Waveform? music, string? caption)
    {
        Modality = modality;
        Image = image;
        Music = music;
        Caption = caption;
    }

    /// <summary>Wraps an image.</summary>
    /// <param name="image">The image.</param>
    public static MediaContent Of(RgbImage image) => new(Modality.Image, image ?? throw new ArgumentNullException(nameof(image)), null, null);

    /// <summary>Wraps a piece of music.</summary>
    /// <param name="music">The music.</param>
    public static MediaContent Of(Waveform music) => new(Modality.Music, null, music ?? throw new ArgumentNullException(nameof(music)), null);

    /// <summary>Wraps a caption.</summary>
    /// <param name="caption">The text.</param>
    public static MediaContent Of(string caption) => new(Modality.Caption, null, null, caption ?? throw new ArgumentNullException(nameof(caption)));

    /// <summary>The modality.</summary>
    public Modality Modality { get; }

    /// <summary>The image, or <see langword="null"/> for another modality.</summary>
    public RgbImage? Image { get; }

    /// <summary>The music, or <see langword="null"/> for another modality.</summary>
    public Waveform? Music { get; }

    /// <summary>The caption, or <see langword="null"/> for another modality.</summary>
    public string? Caption { get; }

    /// <summary>The approximate size in memory, in bytes.</summary>
    internal long Bytes => Image?.Pixels.Length ?? (long?)Music?.SamplesInMemory * sizeof(float) ?? Caption!.Length * sizeof(char);
}

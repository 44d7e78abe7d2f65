using Mmva;
using Mmva.Data;

namespace Predict;

/// <summary>An input that is ready for its encoder.</summary>
internal readonly record struct Decoded(RgbImage? Image, Waveform? Music, string? Caption)
{
    public string Modality => Image is not null ? "image" : Music is not null ? "music" : "caption";

    /// <summary>How many of this kind go through the encoder at once: pictures and music are large, texts are short.</summary>
    public int LargestBatch => Image is not null ? 4 : Music is not null ? 1 : 64;

    /// <exception cref="MediaException">The file is no picture and no music, or is damaged.</exception>
    public static async Task<Decoded> ReadAsync(Input input, IImageDecoder images, IAudioDecoder sounds, CancellationToken cancellationToken)
    {
        if (input.Text is not null) return new(null, null, input.Text);
        var path = input.Path!;
        return MediaKinds.Of(path) switch
        {
            MediaKind.Image => new(await images.DecodeAsync(path, cancellationToken), null, null),
            MediaKind.Audio => new(null, await sounds.DecodeAsync(path, cancellationToken), null),
            _ => throw new MediaException(path, "is neither a picture nor music; the words of a text go after --text or --text-file."),
        };
    }
}

namespace Mmva.CustomEncoders.Tests;

/// <summary>Small inputs, and heads of the shape of the encoders here.</summary>
internal static class Examples
{
    public static readonly RgbImage Red = new(2, 1, new byte[] { 255, 0, 0, 255, 0, 0 });

    public static readonly RgbImage Grey = new(1, 2, new byte[] { 51, 51, 51, 51, 51, 51 });

    public static readonly Waveform Fading = new(new float[] { 1, -1, 0.5f, -0.5f, 0.25f, -0.25f }, 6);

    public static MmvaModel Heads { get; } = new(
        new() { Image = new(1, 3), Music = new(2, 2), Caption = new(1, 2), EmbeddingWidth = 8, HiddenWidth = 8 }, seed: 5);
}

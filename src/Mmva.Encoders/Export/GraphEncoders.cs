namespace Mmva.Encoders;

/// <summary>Finds out which encoders can be written as graphs.</summary>
internal static class GraphEncoders
{
    /// <summary>The encoder as one that can be written.</summary>
    /// <exception cref="MmvaException">It cannot; the message says what to do.</exception>
    public static IGraphEncoder Require<TInput>(IModalityEncoder<TInput> encoder)
    {
        while (encoder is IWrappingEncoder<TInput> { Inner: var inner }) encoder = inner;
        return encoder as IGraphEncoder ?? throw new MmvaException(
            $"The encoder '{encoder.Metadata.Name}' ({encoder.GetType().Name}) cannot be written as an ONNX graph, because only its class knows "
            + $"what it computes. Export its network as an .onnx file and use {TypeFor<TInput>()} in its place: such encoders, and all others of "
            + "Mmva.Encoders and Mmva.Compact, can be written.");
    }

    private static string TypeFor<TInput>() =>
        typeof(TInput) == typeof(RgbImage) ? nameof(OnnxImageEncoder)
        : typeof(TInput) == typeof(Waveform) ? nameof(OnnxMusicEncoder)
        : nameof(OnnxCaptionEncoder);
}

namespace Mmva;

/// <summary>The features of a batch, [count, layers, width], row-major.</summary>
/// <remarks>Immutable by convention; safe to read from several threads.</remarks>
public sealed class FeatureBatch
{
    /// <summary>Wraps features.</summary>
    /// <param name="count">The number of inputs.</param>
    /// <param name="layers">The number of feature vectors per input.</param>
    /// <param name="width">The length of a feature vector.</param>
    /// <param name="values">The features, count × layers × width values.</param>
    /// <param name="notices">Warnings about single inputs; optional.</param>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public FeatureBatch(int count, int layers, int width, ReadOnlyMemory<float> values, IReadOnlyList<EncodingNotice>? notices = null)
    {
        if (count < 0 || layers < 1 || width < 1 || values.Length != (long)count * layers * width)
            throw new ArgumentException(
                $"Features [{count}, {layers}, {width}] need {(long)count * layers * width} values, not {values.Length}.", nameof(values));
        Count = count;
        Layers = layers;
        Width = width;
        Values = values;
        Notices = notices ?? [];
    }

    /// <summary>The number of inputs.</summary>
    public int Count { get; }

    /// <summary>The number of feature vectors per input.</summary>
    public int Layers { get; }

    /// <summary>The length of a feature vector.</summary>
    public int Width { get; }

    /// <summary>The features, [count, layers, width].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Warnings about single inputs: a caption was truncated or is hardly known to the encoder, or audio is silent. Usually empty.</summary>
    public IReadOnlyList<EncodingNotice> Notices { get; }

    /// <summary>Returns the features of one input, [layers, width].</summary>
    /// <param name="index">The index of the input, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or not below <see cref="Count"/>.</exception>
    public ReadOnlyMemory<float> this[int index] => Values.Slice(index * Layers * Width, Layers * Width);

    /// <summary>Checks the output of an encoder, which may be a custom one, against its metadata.</summary>
    /// <returns>This batch.</returns>
    /// <exception cref="MmvaException">The number of inputs or the shape differs.</exception>
    internal FeatureBatch Require(EncoderMetadata encoder, int inputs) => (Count, Layers, Width) == (inputs, encoder.Layers, encoder.Width)
        ? this
        : throw new MmvaException(
            $"The encoder '{encoder.Name}' gave features [{Count}, {Layers}, {Width}] for {inputs} inputs, "
            + $"but its metadata announces [{inputs}, {encoder.Layers}, {encoder.Width}]: the encoder is at fault, not the input.");
}

/// <summary>A warning about how one input was encoded.</summary>
/// <param name="Index">The index of the input in the batch.</param>
/// <param name="Message">The warning, for example "truncated to 256 of 312 tokens".</param>
public readonly record struct EncodingNotice(int Index, string Message);

namespace Mmva;

/// <summary>Features of a batch, shape [count, layers, width], row-major.</summary>
/// <remarks>Immutable by convention; safe to read from several threads.</remarks>
public sealed class FeatureBatch
{
    /// <summary>Wraps features.</summary>
    /// <param name="count">Inputs in the batch.</param>
    /// <param name="layers">Feature vectors per input.</param>
    /// <param name="width">Numbers per feature vector.</param>
    /// <param name="values">count × layers × width numbers.</param>
    /// <param name="notices">What a caller should know of single inputs, if anything.</param>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public FeatureBatch(int count, int layers, int width, ReadOnlyMemory<float> values, IReadOnlyList<EncodingNotice>? notices = null)
    {
        if (count < 0 || layers < 1 || width < 1 || values.Length != (long)count * layers * width)
            throw new ArgumentException($"Features [{count}, {layers}, {width}] need {(long)count * layers * width} values, not {values.Length}.", nameof(values));
        (Count, Layers, Width, Values, Notices) = (count, layers, width, values, notices ?? []);
    }

    /// <summary>Inputs in the batch.</summary>
    public int Count { get; }

    /// <summary>Feature vectors per input.</summary>
    public int Layers { get; }

    /// <summary>Numbers per feature vector.</summary>
    public int Width { get; }

    /// <summary>The features, [count, layers, width].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>What a caller should know of single inputs: a text was cut, or is hardly known to the encoder; sound is silent. Empty where there is nothing to say.</summary>
    public IReadOnlyList<EncodingNotice> Notices { get; }

    /// <summary>The features of one input, [layers, width].</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
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

/// <summary>Something a caller should know about how one input was encoded.</summary>
/// <param name="Index">The input's place in the batch.</param>
/// <param name="Message">For example: "cut to 256 of 312 tokens".</param>
public readonly record struct EncodingNotice(int Index, string Message);

namespace Mmva;

/// <summary>Features of a batch of inputs, shape [count, layers, width], row-major.</summary>
/// <remarks>Immutable by convention; safe to read from several threads.</remarks>
public sealed class FeatureBatch
{
    private readonly ReadOnlyMemory<float> _values;
    private readonly ReadOnlyMemory<float>[]? _rows; // set where the inputs' features do not lie in one block

    /// <summary>Wraps features that lie in one block.</summary>
    /// <param name="count">The number of inputs.</param>
    /// <param name="layers">Feature vectors per input.</param>
    /// <param name="width">Elements per feature vector.</param>
    /// <param name="values">count × layers × width elements.</param>
    /// <param name="notices">What a caller should know about single inputs; optional.</param>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public FeatureBatch(int count, int layers, int width, ReadOnlyMemory<float> values, IReadOnlyList<EncodingNotice>? notices = null)
    {
        if (count < 0 || layers < 1 || width < 1 || values.Length != (long)count * layers * width)
        {
            throw new ArgumentException(
                $"Features [{count}, {layers}, {width}] need {(long)count * layers * width} values, not {values.Length}.", nameof(values));
        }
        Count = count;
        Layers = layers;
        Width = width;
        _values = values;
        Notices = notices ?? [];
    }

    private FeatureBatch(int layers, int width, ReadOnlyMemory<float>[] rows, IReadOnlyList<EncodingNotice> notices)
    {
        Count = rows.Length;
        Layers = layers;
        Width = width;
        _rows = rows;
        Notices = notices;
    }

    /// <summary>Wraps features that lie apart, in memory-mapped files for example. Nothing is copied.</summary>
    /// <param name="layers">Feature vectors per input.</param>
    /// <param name="width">Elements per feature vector.</param>
    /// <param name="rows">For each input its features, layers × width elements.</param>
    /// <exception cref="ArgumentException">A row has another number of elements.</exception>
    public static FeatureBatch FromRows(int layers, int width, IEnumerable<ReadOnlyMemory<float>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ReadOnlyMemory<float>[] all = [.. rows];
        if (Array.FindIndex(all, row => row.Length != (long)layers * width) is var wrong and >= 0)
        {
            throw new ArgumentException(
                $"Row {wrong} has {all[wrong].Length} values; features [{layers}, {width}] have {(long)layers * width}.", nameof(rows));
        }
        return new(layers, width, all, []);
    }

    /// <summary>The number of inputs.</summary>
    public int Count { get; }

    /// <summary>The number of feature vectors per input.</summary>
    public int Layers { get; }

    /// <summary>The length of a feature vector.</summary>
    public int Width { get; }

    /// <summary>The features in one block, [count, layers, width].</summary>
    /// <value>Copied at each call if the features lie apart (<see cref="FromRows"/>, <see cref="Take"/>): prefer the indexer there.</value>
    public ReadOnlyMemory<float> Values => _rows is null ? _values : Gather(_rows);

    /// <summary>Warnings about single inputs: a caption was truncated or is hardly known to the encoder, or audio is silent. Usually empty.</summary>
    public IReadOnlyList<EncodingNotice> Notices { get; }

    /// <summary>The features of one input, [layers, width].</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public ReadOnlyMemory<float> this[int index] => _rows is null ? _values.Slice(index * Layers * Width, Layers * Width) : _rows[index];

    /// <summary>Selects inputs, in any order, without copying their features.</summary>
    /// <param name="indices">Each from 0 to <see cref="Count"/> − 1; an index may occur several times.</param>
    /// <returns>A batch that reads the same memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public FeatureBatch Take(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var rows = new ReadOnlyMemory<float>[indices.Count];
        var notices = new List<EncodingNotice>();
        for (var i = 0; i < rows.Length; i++)
        {
            var index = indices[i];
            if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(indices), index, $"There are {Count} inputs.");
            rows[i] = this[index];
            foreach (var notice in Notices)
                if (notice.Index == index) notices.Add(notice with { Index = i });
        }
        return new(Layers, Width, rows, notices);
    }

    private float[] Gather(ReadOnlyMemory<float>[] rows)
    {
        var values = new float[rows.Length * Layers * Width];
        for (var i = 0; i < rows.Length; i++) rows[i].Span.CopyTo(values.AsSpan(i * Layers * Width));
        return values;
    }

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

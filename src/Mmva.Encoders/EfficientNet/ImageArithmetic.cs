using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>How the convolutions of an image tower are computed.</summary>
internal abstract class ImageArithmetic(GraphBuilder graph)
{
    /// <summary>The limit of the activation of all towers.</summary>
    protected const float MostActive = 6;

    protected GraphBuilder Graph { get; } = graph;

    public static ImageArithmetic Of(Precision precision, GraphBuilder graph) =>
        precision == Precision.Exact ? new FloatArithmetic(graph) : new ByteArithmetic(graph);

    /// <summary>Accepts pixels of (x − 127) / 128.</summary>
    public abstract ImageMap Pixels(GraphValue pixels);

    /// <summary>Adds a convolution, followed by ReLU6 if it is active.</summary>
    /// <param name="x">The input.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="active">Whether ReLU6 follows.</param>
    /// <param name="addend">What the result is added to by <see cref="Sum"/>, or <see langword="null"/> for nothing.</param>
    public abstract ImageMap Convolution(ImageMap x, FoldedConvolution convolution, bool active, ImageMap? addend = null);

    public abstract ImageMap Sum(ImageMap x, ImageMap y);

    public abstract GraphValue Floats(ImageMap x);
}

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
    public abstract ImageMap Convolution(ImageMap x, FoldedConvolution convolution, bool active);

    public abstract ImageMap Sum(ImageMap x, ImageMap y);

    public abstract GraphValue Floats(ImageMap x);
}

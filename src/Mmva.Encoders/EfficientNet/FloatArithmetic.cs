using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>float32.</summary>
internal sealed class FloatArithmetic(GraphBuilder graph) : ImageArithmetic(graph)
{
    public override ImageMap Pixels(GraphValue pixels) => new(pixels);

    public override ImageMap Convolution(ImageMap x, FoldedConvolution convolution, bool active, ImageMap? addend = null)
    {
        var (path, outputs) = (convolution.Path, convolution.Bias.Length);
        GraphValue y;
        using (Graph.Scope(path))
            y = Graph.Conv(
                x.Value, Graph.Weight(path + ".weight", convolution.Weight, convolution.Shape),
                Graph.Weight(path + ".bias", convolution.Bias, outputs), convolution.Strides, convolution.Pads, convolution.Groups);
        return new(active ? Graph.Clip(y, 0, MostActive) : y);
    }

    public override ImageMap Sum(ImageMap x, ImageMap y) => new(Graph.Add(x.Value, y.Value));

    public override GraphValue Floats(ImageMap x) => x.Value;
}

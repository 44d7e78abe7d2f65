using static TorchSharp.torch;

namespace Mmva.TorchSharp;

/// <summary>
/// Maps [batch, layers, width] to embeddings: a convolution from the layers to one channel with kernel size 1, then a linear layer.
/// </summary>
internal sealed class NeckModule : nn.Module<Tensor, Tensor>
{
    // in an array: TorchSharp would register fields a second time, under their own names
    private readonly nn.Module<Tensor, Tensor>[] _layers;

    public NeckModule(string name, FeatureShape features, int embeddingWidth) : base(name)
    {
        _layers = [nn.Conv1d(features.Layers, 1, 1L), nn.Linear(features.Width, embeddingWidth)];
        register_module("aggregate", _layers[0]);
        register_module("project", _layers[1]);
    }

    public override Tensor forward(Tensor input) => _layers[1].forward(_layers[0].forward(input).squeeze(1));
}

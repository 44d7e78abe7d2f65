using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>An encoder that can be written as a part of an ONNX graph: preprocessing and tower.</summary>
internal interface IGraphEncoder
{
    /// <summary>The sample rate (Hz) of the audio that the graph requires; 0 for images and captions.</summary>
    int SampleRate => 0;

    /// <summary>The version of the standard operators in which the part is written.</summary>
    int OperatorSet => Graph.DefaultOperatorSet;

    /// <summary>Adds the encoder to the graph of its input.</summary>
    /// <param name="input">The input of the whole chain, or what an outer encoder made of it.</param>
    /// <returns>The features, float32 [1, layers, width].</returns>
    Term AddTo(GraphInput input);
}

/// <summary>The input of an encoder in a graph.</summary>
/// <param name="Value">An image uint8 [height, width, 3], a waveform float32 [samples], or token ids int64 [1, tokens].</param>
/// <param name="Mask">Of captions: int64 [1, tokens], 0 for padding.</param>
internal readonly record struct GraphInput(Term Value, Term Mask = default)
{
    public GraphBuilder Graph => Value.Graph;
}

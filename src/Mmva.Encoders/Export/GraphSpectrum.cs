using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>Spectra in a graph.</summary>
internal static class GraphSpectrum
{
    /// <summary>The power of frequencies 0 to half the sample rate.</summary>
    /// <param name="frames">float32 [frames, size].</param>
    /// <returns>float32 [frames, size / 2 + 1].</returns>
    public static Term Power(Term frames)
    {
        var graph = frames.Graph;
        var spectrum = frames with { Value = graph.Node("DFT", [frames.Unsqueeze(2).Value], ("axis", 1), ("onesided", 1)) };
        return (spectrum * spectrum).Sum(2);
    }
}

namespace Mmva.Parity.Kinds;

/// <summary>The model and its training: outputs, losses, gradients, learning rates, final weights.</summary>
internal sealed class MmvaHeadsKind : IGoldenKind
{
    public string Name => "mmva-heads";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options) => MmvaHeadsReplay.Run(folder);
}

namespace Mmva.Data;

/// <summary>How a published data set divides songs into two-second clips. Both were recovered from the published labels.</summary>
public enum ImemnetSegmentation
{
    /// <summary>IMEMNet: clip n of a song lasts from 2n − 2 to 2n seconds. With ratings from 15 s on, the first is clip 9, from 16 s.</summary>
    Imemnet,

    /// <summary>
    /// IMEMNet-C: clip n starts at 2n − 3 seconds. With ratings from 15 s on, the first is clip 9, from 15 s. This is where its labels lie; its
    /// audio is not published.
    /// </summary>
    ImemnetC,
}

using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>The features of all rated items.</summary>
/// <param name="Captions">Rated captions first, then those of pieces of music.</param>
/// <param name="OwnCaptions">The row of the caption of each row of the music, or −1.</param>
internal sealed record TableData(FeatureSet Images, FeatureSet Music, FeatureSet Captions, IReadOnlyList<int> OwnCaptions) : IDisposable
{
    public FeatureSet Of(Modality modality) => modality switch
    {
        Modality.Image => Images,
        Modality.Music => Music,
        _ => Captions,
    };

    public bool HasOwnCaptions => OwnCaptions.Any(row => row >= 0);

    public void Dispose()
    {
        Images.Dispose();
        Music.Dispose();
        Captions.Dispose();
    }
}

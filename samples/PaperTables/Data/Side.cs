using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace PaperTables;

/// <summary>One side of a split.</summary>
/// <param name="OwnCaptions">The row of the caption of each row of the music, or −1.</param>
internal sealed record Side(FeatureSet Images, FeatureSet Music, FeatureSet Captions, IReadOnlyList<int> OwnCaptions)
{
    /// <summary>A piece gets its own caption; one without gets one of the captions whose ratings are nearest.</summary>
    public ICaptionMatching Matching => new OwnOrNear(OwnCaptions, new CaptionsByEmotion(Music.Emotions, Captions.Emotions));

    public FeatureSet Of(Modality modality) => modality switch
    {
        Modality.Image => Images,
        Modality.Music => Music,
        _ => Captions,
    };

    private sealed class OwnOrNear(IReadOnlyList<int> own, ICaptionMatching near) : ICaptionMatching
    {
        public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
        {
            near.Match(music, captions, random);
            for (var i = 0; i < music.Length; i++)
                if (own[music[i]] >= 0) captions[i] = own[music[i]];
        }
    }
}

using Mmva.Emotion;
using Mmva.Numerics;
using Mmva.Training;

namespace TrainCompact;

/// <summary>How texts that describe no music are paired with music; the label of a text is always its own.</summary>
internal enum CaptionPairing
{
    /// <summary>Half the pieces get a text whose own emotion is near the music's, half get any text.</summary>
    Mixed,

    /// <summary>Every piece gets one of the texts whose own emotion is nearest to the music's.</summary>
    Nearest,

    /// <summary>Every piece gets any text.</summary>
    Random,

    /// <summary>As <see cref="Mixed"/>, with captions of MusicCaps among the texts, labelled by ridge regression on the rated texts.</summary>
    MixedWithMusicCaps,
}

/// <summary>Any caption for any piece.</summary>
internal sealed class AnyCaption(int captions) : ICaptionMatching
{
    public void Match(ReadOnlySpan<int> music, Span<int> matched, RandomSource random)
    {
        for (var i = 0; i < matched.Length; i++) matched[i] = random.Next(captions);
    }
}

/// <summary>The first part of a batch is matched in one way, the rest in another. Batches come shuffled, so which pieces those are is chance.</summary>
internal sealed class MixedCaptions(ICaptionMatching first, ICaptionMatching second, double firstShare) : ICaptionMatching
{
    public static ICaptionMatching For(CaptionPairing pairing, IReadOnlyList<ValenceArousal> music, IReadOnlyList<ValenceArousal> captions) => pairing switch
    {
        CaptionPairing.Random => new AnyCaption(captions.Count),
        CaptionPairing.Nearest => new CaptionsByEmotion(music, captions),
        _ => new MixedCaptions(new CaptionsByEmotion(music, captions), new AnyCaption(captions.Count), Recipe.NearestShare),
    };

    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        var cut = (int)(music.Length * firstShare);
        first.Match(music[..cut], captions[..cut], random);
        second.Match(music[cut..], captions[cut..], random);
    }
}

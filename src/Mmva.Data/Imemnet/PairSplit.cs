namespace Mmva.Data;

/// <summary>What a split of pairs keeps apart.</summary>
public enum PairSplit
{
    /// <summary>Nothing: pairs are assigned at random, as in the paper. Songs, clips and images are on several sides.</summary>
    Pairs,

    /// <summary>Songs: all pairs of a song's clips are on one side. Images are on several sides.</summary>
    Songs,

    /// <summary>Songs and images: both are divided, and pairs whose song and image are on different sides are dropped.</summary>
    SongsAndImages,
}

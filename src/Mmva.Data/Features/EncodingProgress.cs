namespace Mmva.Data;

/// <summary>The progress of <see cref="FeatureCache.EncodeAsync"/>.</summary>
/// <param name="Done">Inputs that are ready, failures included.</param>
/// <param name="Total">All inputs.</param>
/// <param name="FromCache">How many of the ready ones were found in the cache.</param>
public readonly record struct EncodingProgress(int Done, int Total, int FromCache);

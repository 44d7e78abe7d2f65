using Mmva;

namespace MoodTagging.Placement;

/// <summary>Where a mood lies by each source.</summary>
/// <param name="Name">The mood.</param>
/// <param name="Norm">The norm of the word, on the scale of words.</param>
/// <param name="Captions">The number of captions with one of its forms.</param>
/// <param name="InCaptions">Their mean rating.</param>
/// <param name="Expected">Where captions lie of which the word has this norm.</param>
/// <param name="Center">The mean of both, weighted by the number of captions.</param>
internal sealed record PlacedMood(
    string Name, ValenceArousal Norm, int Captions, ValenceArousal InCaptions, ValenceArousal Expected, ValenceArousal Center);

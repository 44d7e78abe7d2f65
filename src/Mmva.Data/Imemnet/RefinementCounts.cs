namespace Mmva.Data;

/// <summary>What became of captions that speak of the quality of the recording. All but the refined ones were kept as they were.</summary>
/// <param name="AboutQuality">Captions that speak of quality: the sum of the others.</param>
/// <param name="Refined">Captions that the language model refined.</param>
/// <param name="StillAboutQuality">Captions whose answer speaks of quality as well, after a second request.</param>
/// <param name="Refused">Captions whose answer is a refusal.</param>
/// <param name="Empty">Captions whose answer is empty.</param>
/// <param name="NotACaption">Captions whose answer is far too long, or has little in common with the caption.</param>
/// <param name="Failed">Captions whose request failed, or was not made any more after several failures; the next run repeats it.</param>
public sealed record RefinementCounts(
    int AboutQuality, int Refined, int StillAboutQuality, int Refused, int Empty, int NotACaption, int Failed)
{
    /// <summary>Captions that were kept as they were.</summary>
    public int Kept => AboutQuality - Refined;
}

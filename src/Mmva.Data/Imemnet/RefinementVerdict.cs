namespace Mmva.Data;

/// <summary>What an answer of a language model is.</summary>
internal enum RefinementVerdict
{
    Refined,
    Empty,
    Refused,
    NotACaption,
    StillAboutQuality,
}

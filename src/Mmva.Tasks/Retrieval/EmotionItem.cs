using Mmva.Emotion;
using Mmva.Model;

namespace Mmva.Tasks.Retrieval;

/// <summary>What an emotion index holds: a picture, a piece of music or a caption at its place on the emotion plane.</summary>
/// <param name="Id">Tells the item from all others of the index; compared ordinally. Not empty, at most 1,024 characters.</param>
/// <param name="Modality">What the item is.</param>
/// <param name="Emotion">Its valence and arousal; finite.</param>
/// <param name="Payload">Whatever the host wants back with it: a path, a title, JSON. Null for nothing.</param>
/// <param name="Embedding">What the neck gave (512 numbers in the paper), kept for re-ranking by the similarity predictor. Empty where none is kept.</param>
public sealed record EmotionItem(string Id, Modality Modality, ValenceArousal Emotion, string? Payload = null, ReadOnlyMemory<float> Embedding = default);

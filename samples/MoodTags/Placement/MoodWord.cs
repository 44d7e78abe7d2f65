namespace MoodTagging.Placement;

/// <summary>A mood and the words by which captions speak of it. Which words belong to a mood was decided by their meaning.</summary>
/// <param name="Name">The mood: its norm is that of this word.</param>
/// <param name="Forms">Whole words, in lower case.</param>
internal sealed record MoodWord(string Name, params string[] Forms)
{
    /// <summary>
    /// What media players call moods. Words whose captions lie where those of another one lie are not among them: Peaceful and Relaxing where Calm
    /// is, Playful and Fun where Happy is.
    /// </summary>
    public static IReadOnlyList<MoodWord> All { get; } =
    [
        new("Happy", "happy", "happily", "joyful", "joyous", "cheerful"),
        new("Party", "party"),
        new("Energetic", "energetic"),
        new("Uplifting", "uplifting"),
        new("Epic", "epic"),
        new("Aggressive", "aggressive", "aggressively"),
        new("Angry", "angry", "anger", "furious"),
        new("Tense", "tense", "tension", "suspense", "suspenseful"),
        new("Dark", "dark", "eerie", "ominous", "sinister", "creepy"),
        new("Melancholy", "melancholy", "melancholic"),
        new("Sad", "sad", "sadness", "sorrowful", "mournful"),
        new("Calm", "calm", "calming", "peaceful", "serene", "tranquil"),
        new("Chill", "chill", "chilled", "laid-back"),
        new("Romantic", "romantic"),
        new("Dreamy", "dreamy", "ethereal"),
    ];
}

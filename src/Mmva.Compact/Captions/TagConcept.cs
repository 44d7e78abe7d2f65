namespace Mmva.Compact;

/// <summary>What one or several tags say together.</summary>
/// <param name="Word">The word for it in a caption.</param>
/// <param name="Clear">
/// The sum of the probabilities from which it is stated. Taggers that learned from incomplete tags are unsure of rare ones, so the sums differ.
/// </param>
/// <param name="Tags">The tags, by model and name.</param>
internal sealed record TagConcept(string Word, double Clear, params string[] Tags)
{
    /// <summary>Genres.</summary>
    public static readonly TagConcept[] Genres =
    [
        new("jazz", 0.45, "msd:jazz"), new("classical", 0.35, "mtt:classical"), new("metal", 0.35, "msd:metal", "msd:heavy metal", "mtt:metal"),
        new("punk", 0.35, "msd:punk"), new("hard rock", 0.2, "msd:hard rock"), new("blues", 0.25, "msd:blues"), new("country", 0.25, "msd:country"),
        new("folk", 0.25, "msd:folk"), new("hip-hop", 0.25, "msd:Hip-Hop"), new("soul", 0.25, "msd:soul"), new("R&B", 0.2, "msd:rnb"),
        new("funk", 0.17, "msd:funk"), new("dance", 0.25, "msd:dance", "msd:House"), new("techno", 0.35, "mtt:techno"),
        new("electronic", 0.35, "msd:electronic", "msd:electronica"), new("ambient", 0.28, "msd:ambient"), new("pop", 0.27, "msd:pop"),
        new("rock", 0.25, "msd:rock"), new("indie", 0.22, "msd:indie"), new("opera", 0.3, "mtt:opera"), new("Indian", 0.4, "mtt:indian"),
        new("easy listening", 0.1, "msd:easy listening"), new("new age", 0.1, "mtt:new age"), new("choral", 0.15, "mtt:choral", "mtt:choir"),
    ];

    /// <summary>Instruments.</summary>
    public static readonly TagConcept[] Instruments =
    [
        new("piano", 0.35, "mtt:piano"), new("guitar", 0.4, "mtt:guitar"), new("strings", 0.35, "mtt:strings"), new("violin", 0.35, "mtt:violin"),
        new("drums", 0.22, "mtt:drums"), new("synthesizer", 0.15, "mtt:synth"), new("flute", 0.25, "mtt:flute"),
        new("harpsichord", 0.15, "mtt:harpsichord"), new("cello", 0.25, "mtt:cello"), new("sitar", 0.2, "mtt:sitar"), new("harp", 0.12, "mtt:harp"),
        new("choir", 0.12, "mtt:choir", "mtt:choral"),
    ];

    /// <summary>
    /// Characters, which both sets of tags have rarely: each is stated for the fifth to tenth of music in which it is most probable.
    /// </summary>
    public static readonly TagConcept[] Characters =
    [
        new("soft", 0.05, "mtt:soft"), new("quiet", 0.027, "mtt:quiet"), new("loud", 0.03, "mtt:loud"), new("mellow", 0.037, "msd:Mellow"),
        new("relaxing", 0.055, "msd:chillout", "msd:chill"), new("beautiful", 0.037, "msd:beautiful"), new("sad", 0.0148, "msd:sad"),
        new("upbeat", 0.008, "msd:party"), new("catchy", 0.007, "msd:catchy"), new("unusual", 0.06, "msd:experimental", "mtt:weird"),
    ];

    /// <summary>How clear it is: 1 and more is stated.</summary>
    public double Strength(IReadOnlyDictionary<string, double> tags) => Tags.Sum(tag => tags.GetValueOrDefault(tag)) / Clear;
}

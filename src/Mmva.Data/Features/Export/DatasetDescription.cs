namespace Mmva.Data;

/// <summary>What a Croissant description says of an exported data set and the library cannot know.</summary>
/// <remarks>Croissant 1.1 requires all of it but the version and the citation: see <see cref="Missing"/>.</remarks>
public sealed class DatasetDescription
{
    /// <summary>The default of <see cref="Name"/>.</summary>
    public const string DefaultName = "features";
    /// <summary>The default of <see cref="Version"/>.</summary>
    public const string DefaultVersion = "1.0.0";

    /// <summary>The name of the data set.</summary>
    /// <value>The default is <see cref="DefaultName"/>.</value>
    public string Name { get; set; } = DefaultName;

    /// <summary>What the data set is, or <see langword="null"/> for a sentence that names the encoder.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Description { get; set; }

    /// <summary>
    /// The license of the data set, best as an address such as <c>https://creativecommons.org/licenses/by/4.0/</c>. It depends on the inputs, their
    /// ratings and the weights of the encoder, so that there is no default.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? License { get; set; }

    /// <summary>The person or organization that made the data set.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Creator { get; set; }

    /// <summary>The address of the data set's page.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Uri? Url { get; set; }

    /// <summary>The day of publication.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public DateOnly? DatePublished { get; set; }

    /// <summary>The version of the data set, as major.minor.patch.</summary>
    /// <value>The default is <see cref="DefaultVersion"/>.</value>
    public string Version { get; set; } = DefaultVersion;

    /// <summary>How to cite the data set, best in BibTeX; optional.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Citation { get; set; }

    /// <summary>The properties that Croissant 1.1 requires and that are not given, by their names in the file.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            (string Name, bool IsGiven)[] required =
            [
                ("license", !string.IsNullOrWhiteSpace(License)), ("creator", !string.IsNullOrWhiteSpace(Creator)), ("url", Url is not null),
                ("datePublished", DatePublished is not null),
            ];
            return [.. required.Where(property => !property.IsGiven).Select(property => property.Name)];
        }
    }
}

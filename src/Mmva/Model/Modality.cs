namespace Mmva;

/// <summary>What is being felt about: the three inputs of the model.</summary>
public enum Modality
{
    /// <summary>A picture.</summary>
    Image,
    /// <summary>A piece of music.</summary>
    Music,
    /// <summary>A text about music, or any other sentence.</summary>
    Caption,
}

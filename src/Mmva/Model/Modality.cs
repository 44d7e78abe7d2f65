namespace Mmva;

/// <summary>The input modalities of the model.</summary>
public enum Modality
{
    /// <summary>An image.</summary>
    Image,
    /// <summary>A piece of music.</summary>
    Music,
    /// <summary>A text about music or any other text.</summary>
    Caption,
}

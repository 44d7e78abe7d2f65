namespace Mmva.Data;

/// <summary>What becomes of the transparent pixels of a picture.</summary>
public enum TransparencyHandling
{
    /// <summary>They are laid over white, as a viewer shows them.</summary>
    CompositeOverWhite,

    /// <summary>The alpha channel is dropped and the colours below it are kept, as Pillow's <c>convert("RGB")</c> does.</summary>
    Ignore,
}

namespace Mmva.Data;

/// <summary>How the transparent pixels of an image are handled.</summary>
public enum TransparencyHandling
{
    /// <summary>They are composited over white, as viewers show them.</summary>
    CompositeOverWhite,

    /// <summary>The alpha channel is dropped and the colors below it are kept, as Pillow's <c>convert("RGB")</c> does.</summary>
    Ignore,
}

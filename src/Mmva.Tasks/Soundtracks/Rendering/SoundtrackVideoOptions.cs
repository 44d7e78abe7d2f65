using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Settings of videos with a soundtrack.</summary>
public sealed class SoundtrackVideoOptions
{
    /// <summary>The default of <see cref="Width"/>.</summary>
    public const int DefaultWidth = 1920;

    /// <summary>The default of <see cref="Height"/>.</summary>
    public const int DefaultHeight = 1080;

    /// <summary>The default of <see cref="FramesPerSecond"/>.</summary>
    public const int DefaultFramesPerSecond = 25;

    /// <summary>The width of a slideshow in pixels, from 16 to 7680, even. Pictures are scaled to fit, with black bars.</summary>
    /// <value>The default is <see cref="DefaultWidth"/>.</value>
    [Range(16, 7680)]
    [Even]
    public int Width { get; set; } = DefaultWidth;

    /// <summary>The height of a slideshow in pixels, from 16 to 4320, even.</summary>
    /// <value>The default is <see cref="DefaultHeight"/>.</value>
    [Range(16, 4320)]
    [Even]
    public int Height { get; set; } = DefaultHeight;

    /// <summary>The frames per second of a slideshow, from 1 to 60; pictures change at frames.</summary>
    /// <value>The default is <see cref="DefaultFramesPerSecond"/>.</value>
    [Range(1, 60)]
    public int FramesPerSecond { get; set; } = DefaultFramesPerSecond;

    /// <summary>Whether a video keeps its own audio, with the music 10 dB lower below it.</summary>
    /// <value>The default is <see langword="false"/>: the music replaces it.</value>
    public bool KeepSound { get; set; }
}

[OptionsValidator]
internal sealed partial class SoundtrackVideoOptionsValidator : IValidateOptions<SoundtrackVideoOptions>;

/// <summary>An even number: H.264 stores colors at half the size.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EvenAttribute() : ValidationAttribute("{0} must be even.")
{
    public override bool IsValid(object? value) => value is int number && number % 2 == 0;
}

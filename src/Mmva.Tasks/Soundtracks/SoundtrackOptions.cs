using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Settings of soundtracks.</summary>
public sealed class SoundtrackOptions
{
    /// <summary>The default of <see cref="ChangeCost"/>.</summary>
    public const double DefaultChangeCost = 0.5;

    /// <summary>The default of <see cref="MinimumLength"/>: twenty seconds.</summary>
    public static readonly TimeSpan DefaultMinimumLength = TimeSpan.FromSeconds(20);

    /// <summary>The default of <see cref="PictureLength"/>: four seconds.</summary>
    public static readonly TimeSpan DefaultPictureLength = TimeSpan.FromSeconds(4);

    /// <summary>The default of <see cref="ShortestPicture"/>: two and a half seconds.</summary>
    public static readonly TimeSpan DefaultShortestPicture = TimeSpan.FromSeconds(2.5);

    /// <summary>The default of <see cref="LongestPicture"/>: eight seconds.</summary>
    public static readonly TimeSpan DefaultLongestPicture = TimeSpan.FromSeconds(8);

    /// <summary>The default of <see cref="Crossfade"/>: two seconds.</summary>
    public static readonly TimeSpan DefaultCrossfade = TimeSpan.FromSeconds(2);

    /// <summary>The default of <see cref="FadeOut"/>: three seconds.</summary>
    public static readonly TimeSpan DefaultFadeOut = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The cost of a change of tracks, from 0 to 1000, in units of the similarity (Eq. 1) of one picture of mean length: with 0.5 the track changes
    /// if ten pictures gain 0.05 each. Playing a track once more costs the same.
    /// </summary>
    /// <value>The default is <see cref="DefaultChangeCost"/>.</value>
    [Range(0.0, 1000.0)]
    public double ChangeCost { get; set; } = DefaultChangeCost;

    /// <summary>The shortest part, from 0 to one day. Pictures that together last less have one track.</summary>
    /// <value>The default is <see cref="DefaultMinimumLength"/>.</value>
    [TimeRange("00:00:00", "1.00:00:00")]
    public TimeSpan MinimumLength { get; set; } = DefaultMinimumLength;

    /// <summary>The largest number of tracks, at least 1, or <see langword="null"/> for no limit; 1 is one track for all.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    [Range(1, 4096)]
    public int? MaximumTracks { get; set; }

    /// <summary>How long a picture without its own length is shown, from 0.1 seconds to one hour.</summary>
    /// <value>The default is <see cref="DefaultPictureLength"/>.</value>
    [TimeRange("00:00:00.1", "01:00:00")]
    public TimeSpan PictureLength { get; set; } = DefaultPictureLength;

    /// <summary>
    /// Whether pictures without their own length are shown for as long as makes them fill their track, within <see cref="ShortestPicture"/> and
    /// <see cref="LongestPicture"/>. A longer track is faded out, a shorter one is played once more only if no choice of longer ones is possible.
    /// </summary>
    /// <value>The default is <see langword="false"/>: each is shown for <see cref="PictureLength"/>.</value>
    public bool FitToTracks { get; set; }

    /// <summary>The shortest picture with <see cref="FitToTracks"/>, from 0.1 seconds to one hour.</summary>
    /// <value>The default is <see cref="DefaultShortestPicture"/>.</value>
    [TimeRange("00:00:00.1", "01:00:00")]
    public TimeSpan ShortestPicture { get; set; } = DefaultShortestPicture;

    /// <summary>The longest picture with <see cref="FitToTracks"/>, from <see cref="ShortestPicture"/> to one hour.</summary>
    /// <value>The default is <see cref="DefaultLongestPicture"/>.</value>
    [TimeRange("00:00:00.1", "01:00:00")]
    [NotShorterThanShortestPicture]
    public TimeSpan LongestPicture { get; set; } = DefaultLongestPicture;

    /// <summary>
    /// The length by which adjacent tracks overlap, from 0 to 30 seconds; of short tracks and parts at most half. A part is as much shorter than its
    /// track.
    /// </summary>
    /// <value>The default is <see cref="DefaultCrossfade"/>.</value>
    [TimeRange("00:00:00", "00:00:30")]
    public TimeSpan Crossfade { get; set; } = DefaultCrossfade;

    /// <summary>The length of the fade at the end, from 0 to 30 seconds.</summary>
    /// <value>The default is <see cref="DefaultFadeOut"/>.</value>
    [TimeRange("00:00:00", "00:00:30")]
    public TimeSpan FadeOut { get; set; } = DefaultFadeOut;
}

[OptionsValidator]
internal sealed partial class SoundtrackOptionsValidator : IValidateOptions<SoundtrackOptions>;

/// <summary>A longest picture that is not shorter than the shortest.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotShorterThanShortestPictureAttribute() : ValidationAttribute("{0} is shorter than ShortestPicture.")
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        (TimeSpan)value! >= ((SoundtrackOptions)validationContext.ObjectInstance).ShortestPicture
            ? ValidationResult.Success
            : new(FormatErrorMessage(validationContext.DisplayName), [validationContext.MemberName!]);
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.NAudio;

/// <summary>How audio is followed while it runs.</summary>
public sealed class EmotionMonitorOptions
{
    /// <summary>The default of <see cref="Window"/>: ten seconds.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="Hop"/>: two seconds.</summary>
    public static readonly TimeSpan DefaultHop = TimeSpan.FromSeconds(2);

    /// <summary>The default of <see cref="FirstWindow"/>: three seconds, about one window of the compact music encoder.</summary>
    public static readonly TimeSpan DefaultFirstWindow = TimeSpan.FromSeconds(3);

    /// <summary>The default of <see cref="LeastMove"/>.</summary>
    public const double DefaultLeastMove = 0.05;

    /// <summary>How much of the latest audio each prediction is made from, from 1 second to 2 minutes.</summary>
    /// <value>The default is <see cref="DefaultWindow"/>.</value>
    [TimeRange("00:00:01", "00:02:00")]
    public TimeSpan Window { get; set; } = DefaultWindow;

    /// <summary>The time between two windows, from 0.1 seconds to 2 minutes: windows end at its multiples.</summary>
    /// <value>The default is <see cref="DefaultHop"/>.</value>
    [TimeRange("00:00:00.1", "00:02:00")]
    public TimeSpan Hop { get; set; } = DefaultHop;

    /// <summary>
    /// How much audio the first prediction needs, from 0.1 seconds to 2 minutes; windows grow from there to <see cref="Window"/>, which is the most
    /// that it can be.
    /// </summary>
    /// <value>The default is <see cref="DefaultFirstWindow"/>.</value>
    [TimeRange("00:00:00.1", "00:02:00")]
    public TimeSpan FirstWindow { get; set; } = DefaultFirstWindow;

    /// <summary>
    /// The distance on the plane from the point that was reported last from which a point is reported, from 0 (every window) to 1.5 (only the first).
    /// </summary>
    /// <value>The default is <see cref="DefaultLeastMove"/>.</value>
    [Range(0, 1.5)]
    public double LeastMove { get; set; } = DefaultLeastMove;

    internal EmotionMonitorOptions Clone() => (EmotionMonitorOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class EmotionMonitorOptionsValidator : IValidateOptions<EmotionMonitorOptions>;

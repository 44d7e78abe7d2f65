using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Settings of playlists.</summary>
public sealed class PlaylistOptions
{
    /// <summary>The default of <see cref="AssumedDuration"/>: three and a half minutes.</summary>
    public static readonly TimeSpan DefaultAssumedDuration = TimeSpan.FromMinutes(3.5);

    /// <summary>
    /// Whether a playlist contains at most one track of an artist. Tracks without an artist, and those of "Various Artists" or "Unknown Artist",
    /// are not affected. Otherwise a playlist contains at most one track with the same artist and title.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool OnePerArtist { get; set; } = true;

    /// <summary>What a track of unknown duration counts as, from a second to a day.</summary>
    /// <value>The default is <see cref="DefaultAssumedDuration"/>.</value>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan AssumedDuration { get; set; } = DefaultAssumedDuration;

    /// <summary>
    /// Returns what is known about the track of an item, or <see langword="null"/> for a track that no playlist may contain. Must be quick and safe
    /// to call from several threads.
    /// </summary>
    /// <value>The default is <see cref="TrackInfo.Of"/>, which reads the payload.</value>
    [Required]
    public Func<EmotionItem, TrackInfo?> Describe { get; set; } = TrackInfo.Of;
}

[OptionsValidator]
internal sealed partial class PlaylistOptionsValidator : IValidateOptions<PlaylistOptions>;

using System.Globalization;

namespace Mmva.Data;

/// <summary>Errors for media over a limit. Each names the option that sets it.</summary>
internal static class MediaLimits
{
    public static MediaException TooManyBytes(string name, long bytes, long limit, string options) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"has {bytes:N0} bytes, more than {options}.MaxBytes = {limit:N0} allows."));

    /// <param name="name">The name of the stream.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="options">The options class that sets the limit, or <see langword="null"/> for a fixed limit.</param>
    public static MediaException StreamTooLong(string name, long limit, string? options) =>
        new(name, options is null
            ? string.Create(CultureInfo.InvariantCulture, $"has more than {limit:N0} bytes.")
            : string.Create(CultureInfo.InvariantCulture, $"has more bytes than {options}.MaxBytes = {limit:N0} allows."));

    public static MediaException TooLong(string name, TimeSpan limit, string options) =>
        new(name, $"is longer than {options}.MaxDuration = {limit:c} allows.");
}

namespace Web.Uploads;

/// <summary>What the page has to know of <see cref="UploadOptions"/>.</summary>
/// <param name="MaxBytes">The most bytes of a picture.</param>
internal sealed record UploadLimits(int MaxBytes);

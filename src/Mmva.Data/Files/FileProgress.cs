namespace Mmva;

/// <summary>The progress of work on many files.</summary>
/// <param name="Done">Files whose results were returned, failures included.</param>
/// <param name="Failed">How many of these failed.</param>
/// <param name="Total">All files, or <see langword="null"/> where their number is not known beforehand.</param>
public readonly record struct FileProgress(int Done, int Failed, int? Total);

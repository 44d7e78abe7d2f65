namespace Mmva.Data;

/// <summary>The progress of <see cref="FeatureExport.WriteAsync"/>.</summary>
/// <param name="File">The name of the file that is being written.</param>
/// <param name="Done">Rows that are written.</param>
/// <param name="Total">All rows.</param>
public readonly record struct ExportProgress(string File, int Done, int Total);

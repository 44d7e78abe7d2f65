namespace Mmva.Data;

/// <summary>A file format of <see cref="FeatureExport"/>.</summary>
public interface IFeatureFormat
{
    /// <summary>The name of the file in the folder of the export, without a path.</summary>
    string FileName { get; }

    /// <summary>The media type, for the Croissant description.</summary>
    string MediaType { get; }

    /// <summary>What the file contains, in a sentence.</summary>
    string Description { get; }

    /// <summary>
    /// The columns that a reader of tables finds under the names of <see cref="ExportColumns"/>, or none if the file is not a table.
    /// </summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Writes the file, without keeping more than a part of the features in memory.</summary>
    /// <param name="export">The rows.</param>
    /// <param name="output">The new file, which can seek.</param>
    /// <param name="progress">Receives the number of rows that are written.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task WriteAsync(FeatureExport export, Stream output, IProgress<int> progress, CancellationToken cancellationToken);
}

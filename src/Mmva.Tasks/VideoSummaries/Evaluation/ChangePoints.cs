using Mmva.Data;

namespace Mmva.Tasks.Evaluation;

/// <summary>Shots of annotated videos from a file, such as the change points that published results use.</summary>
/// <remarks>
/// <para>A CSV table with the columns <c>video</c>, <c>first</c> and <c>last</c> has one row per shot:</para>
/// <code>
/// video,first,last
/// AwmHb44_ouw,0,149
/// AwmHb44_ouw,150,299
/// </code>
/// <para>A file <c>*.json</c> has an object with a list of shots for each video:</para>
/// <code>
/// { "AwmHb44_ouw": [[0, 149], [150, 299]] }
/// </code>
/// <para>
/// Frames are counted from 0, and both ends belong to the shot, as in the field <c>change_points</c> of the HDF5 files of this field. The shots of a
/// video are in order, and cover all its annotated frames without gaps. Immutable; safe to read from several threads.
/// </para>
/// </remarks>
public sealed class ChangePoints
{
    private readonly string _path;
    private readonly Dictionary<string, List<Shot>> _shots;

    private ChangePoints(string path, Dictionary<string, List<Shot>> shots)
    {
        _path = path;
        _shots = shots;
    }

    /// <summary>The ids of the videos, in ordinal order.</summary>
    public IReadOnlyList<string> Videos => [.. _shots.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The table, or a file <c>*.json</c>.</param>
    /// <returns>The shots.</returns>
    /// <exception cref="DatasetException">
    /// The file is missing, damaged or empty, or a shot ends before it starts, overlaps the one before it, or leaves a gap to it. Names the line.
    /// </exception>
    public static ChangePoints Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var shots = new Dictionary<string, List<Shot>>(StringComparer.Ordinal);
        var rows = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ChangePointsJson.Read(path)
            : CsvTable.ReadSpreadsheet(path, ["video", "first", "last"], row => (row.Text(0), new Shot(row.Line, row.Integer(1), row.Integer(2))));
        foreach (var (video, shot) in rows)
        {
            if (!shots.TryGetValue(video, out var before)) shots.Add(video, before = []);
            var start = before.Count == 0 ? 0 : (long)before[^1].Last + 1;
            if (shot.Last < shot.First)
                throw new DatasetException(path, shot.Line, $"the shot {shot.First} to {shot.Last} of {video} ends before it starts.");
            if (shot.First != start)
            {
                var what = before.Count == 0 ? "the first shot" : shot.First < start ? "a shot overlaps the one before it, or is out of order:"
                    : "there is a gap before the shot";
                throw new DatasetException(path, shot.Line, $"{what} {shot.First} to {shot.Last} of {video}; it must start with frame {start}.");
            }
            before.Add(shot);
        }
        return shots.Count > 0 ? new(path, shots) : throw new DatasetException(path, 0, "has no shots.");
    }

    /// <summary>Returns the lengths of a video's shots.</summary>
    /// <param name="video">The annotated video.</param>
    /// <returns>The lengths, in frames; together as many as the video has.</returns>
    /// <exception cref="DatasetException">The file has no shots of the video, or they do not end with its last annotated frame.</exception>
    public IReadOnlyList<int> ShotLengths(AnnotatedVideo video)
    {
        ArgumentNullException.ThrowIfNull(video);
        if (!_shots.TryGetValue(video.Id, out var shots))
        {
            var others = string.Join(", ", Videos.Take(5)) + (_shots.Count > 5 ? ", …" : "");
            throw new DatasetException(_path, 0, $"has no shots of {video.Id}; the videos with shots are: {others}.");
        }
        var end = shots[^1];
        if (end.Last != video.FrameCount - 1)
        {
            throw new DatasetException(
                _path, end.Line,
                $"the last shot of {video.Id} ends with frame {end.Last}, but {video.FrameCount} frames are annotated: it must end with "
                + $"{video.FrameCount - 1}.");
        }
        return [.. shots.Select(shot => shot.Last - shot.First + 1)];
    }

    /// <summary>A range of frames, both ends included, and the line of the file that states it.</summary>
    internal readonly record struct Shot(long Line, int First, int Last);
}

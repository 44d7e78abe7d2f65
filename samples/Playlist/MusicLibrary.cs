using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;

namespace MakePlaylist;

/// <summary>The tracks of a folder: their points are in the index, what their tags contain in the payloads of their items.</summary>
internal sealed class MusicLibrary(string folder, Listening listening)
{
    private const string VersionName = "version";

    private readonly Dictionary<string, string> _paths = [];

    /// <summary>The number of tracks.</summary>
    public int Count => _paths.Count;

    /// <summary>What is known about a track, or null for one that is not in the folder: the index may hold others.</summary>
    public TrackInfo? Describe(EmotionItem item) => _paths.TryGetValue(item.Id, out var path) ? TrackInfo.Of(item) with { Path = path } : null;

    /// <summary>The id of a track by its path, as it is or from the folder.</summary>
    public string? FindTrack(string path) =>
        new[] { Path.GetFullPath(path), Path.GetFullPath(path, Path.GetFullPath(folder)) }.Select(IdOf).FirstOrDefault(_paths.ContainsKey);

    /// <summary>Brings the index up to date with the folder.</summary>
    public async Task UpdateAsync(IEmotionRetriever retriever, MediaDecoder decoder, Failures failures, CancellationToken cancellationToken)
    {
        var files = MediaFiles.Find(folder, MediaKind.Audio, out var passedOver);
        if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
        var (changed, versions) = (new List<string>(), new Dictionary<string, string>());
        foreach (var path in files)
        {
            if (M3uFile.ProblemOf(path) is { } problem)
            {
                failures.Add(path, new PlaylistException(problem));
                continue;
            }
            versions[path] = VersionOf(path);
            var known = await retriever.Index.FindAsync(IdOf(path), cancellationToken);
            if (known is not null && VersionOf(known) == versions[path]) _paths[IdOf(path)] = path;
            else changed.Add(path);
        }
        var tags = await ReadTagsAsync(changed, cancellationToken);
        var results = retriever.IndexFilesAsync(
            changed, path => (IdOf(path), Payload(tags[path], versions[path])), decoder, new() { DecodeAhead = listening.DecodeAhead },
            new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks"), cancellationToken);
        await foreach (var (path, _) in failures.Without(results)) _paths[IdOf(path)] = path;
    }

    // a file without readable tags is a track all the same; whether it can be decoded shows later
    private static async Task<Dictionary<string, TrackInfo>> ReadTagsAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var (tags, reader, failed, reason) = (new Dictionary<string, TrackInfo>(), new TrackInfoReader(), 0, "");
        var progress = new ConsoleProgress<int>(done => $"tags of {done} of {paths.Count} tracks");
        await foreach (var result in MediaPipeline.ReadAheadAsync(paths, reader.ReadAsync, cancellationToken: cancellationToken))
        {
            tags[result.Input] = result.Value ?? new(result.Input);
            progress.Report(tags.Count);
            if (result.Succeeded) continue;
            if (failed++ == 0) reason = result.Error.Message;
        }
        if (failed > 0)
            Console.Error.WriteLine($"{failed} of {paths.Count} tracks have no readable tags; their durations are assumed. The first: {reason}");
        return tags;
    }

    private static string Payload(TrackInfo info, string version)
    {
        var json = JsonNode.Parse(info.ToJson())!;
        json[VersionName] = version;
        return json.ToJsonString();
    }

    private static string? VersionOf(EmotionItem item) =>
        item.Payload?.StartsWith('{') == true ? (string?)JsonNode.Parse(item.Payload)?[VersionName] : null;

    // a file that was written again is another one, and so is one of which more or less was heard; what cannot be read is reported by the decoder
    private string VersionOf(string path)
    {
        try
        {
            var file = LibraryFile.Of(path);
            return string.Create(CultureInfo.InvariantCulture, $"{file.Bytes} {new DateTime(file.Modified, DateTimeKind.Utc):O} {listening.Words}");
        }
        catch (MediaException)
        {
            return "";
        }
    }

    // the path in the folder, so that the same music gives the same playlists wherever it lies; unless an index cannot have it as an id
    private string IdOf(string path)
    {
        var relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        return relative.Length <= EmotionItem.MaxIdLength
            ? relative : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(relative)));
    }
}

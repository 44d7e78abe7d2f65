using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Mmva;
using Web.Http;

namespace Web.Music;

/// <param name="Id">What the page calls it; does not reveal the path.</param>
internal sealed record Track(string Id, string Name, string Path, ValenceArousal Emotion);

/// <summary>The tracks read so far. Safe to use from several threads at once.</summary>
internal sealed class MusicLibrary(MusicFolder folder)
{
    private const int MostFailuresShown = 100;

    // what the host's own table lacks, or calls a video
    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings =
        {
            [".flac"] = "audio/flac", [".ogg"] = "audio/ogg", [".oga"] = "audio/ogg", [".opus"] = "audio/ogg", [".m4a"] = "audio/mp4",
            [".mka"] = "audio/x-matroska",
        },
    };

    private readonly Lock _lock = new();
    private readonly List<Track> _tracks = [];
    private readonly Dictionary<string, Track> _byId = [];
    private readonly List<Failure> _failures = [];
    private int _total;
    private bool _reading = true;
    private string? _error;

    /// <summary><c>/api/library?seen=N</c> (state, tracks from the N-th on) and <c>/api/tracks/ID</c> (the audio, whole or in ranges).</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/library", (MusicLibrary library, int seen = 0) => library.StateAfter(seen));
        app.MapGet("/api/tracks/{id}", (string id, MusicLibrary library) =>
        {
            // an id is looked up, never used as a path
            if (!library.TryFind(id, out var track) || TargetOf(track.Path) is not { } file)
                throw new Refusal(StatusCodes.Status404NotFound, "There is no such track.");
            return TypedResults.PhysicalFile(file, TypeOf(track), lastModified: File.GetLastWriteTimeUtc(file), enableRangeProcessing: true);
        });
    }

    public static string TypeOf(Track track) => Types.TryGetContentType(track.Path, out var known) ? known : "application/octet-stream";

    public void Begin(int total)
    {
        lock (_lock) _total = total;
    }

    public void Add(Track track)
    {
        lock (_lock)
        {
            _tracks.Add(track);
            _byId[track.Id] = track;
        }
    }

    public void Add(Failure failure)
    {
        lock (_lock) _failures.Add(failure);
    }

    /// <param name="error">Why reading ended early, or null.</param>
    public void End(string? error = null)
    {
        lock (_lock) (_reading, _error) = (false, error);
    }

    public bool TryFind(string id, [NotNullWhen(true)] out Track? track)
    {
        lock (_lock) return _byId.TryGetValue(id, out track);
    }

    // the host would send as many bytes as a link itself has
    private static string? TargetOf(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return File.Exists(file) ? file : null;
        }
        catch (IOException)
        {
            return null; // links that form a cycle, or a file that has gone
        }
    }

    private LibraryState StateAfter(int seen)
    {
        lock (_lock)
        {
            var tracks = _tracks.Skip(seen).Select(track => new PlacedTrack(track.Id, track.Name, track.Emotion.Valence, track.Emotion.Arousal));
            return new(folder.Name, _reading, _total, _tracks.Count + _failures.Count, [.. tracks], [.. _failures.Take(MostFailuresShown)], _error);
        }
    }
}

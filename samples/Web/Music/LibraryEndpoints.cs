using Microsoft.AspNetCore.StaticFiles;
using Web.Http;

namespace Web.Music;

internal static class LibraryEndpoints
{
    // what the host's own table lacks, or calls a video
    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".flac"] = "audio/flac", [".ogg"] = "audio/ogg", [".oga"] = "audio/ogg", [".opus"] = "audio/ogg", [".m4a"] = "audio/mp4", [".mka"] = "audio/x-matroska" },
    };

    /// <summary><c>GET /api/library?seen=N</c> (progress, failures, tracks from the N-th on) and <c>GET /api/tracks/ID</c> (its sound, whole or in ranges).</summary>
    public static void MapLibrary(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/library", (MusicLibrary library, int seen = 0) => library.StateAfter(seen));
        app.MapGet("/api/tracks/{id}", (string id, MusicLibrary library) =>
        {
            // an id is looked up, never made a path of
            if (!library.TryFind(id, out var track) || !File.Exists(track.Path)) throw new Refusal(StatusCodes.Status404NotFound, "There is no such track.");
            var type = Types.TryGetContentType(track.Path, out var known) ? known : "application/octet-stream";
            return TypedResults.PhysicalFile(track.Path, type, lastModified: File.GetLastWriteTimeUtc(track.Path), enableRangeProcessing: true);
        });
    }
}

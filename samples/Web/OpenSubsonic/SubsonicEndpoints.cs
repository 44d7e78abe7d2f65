using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Web.Music;

namespace Web.OpenSubsonic;

/// <summary>
/// The extension <c>sonicSimilarity</c> of OpenSubsonic, version 1: music players ask which tracks feel like another one. The sample has no users, so
/// user, password, token and key are not checked.
/// </summary>
internal static class SubsonicEndpoints
{
    private const int LongestForm = 64 * 1024, MostMatches = 500, DefaultSimilar = 10, DefaultPath = 25;

    public static void MapOpenSubsonic(this IEndpointRouteBuilder app)
    {
        app.Map("ping", (_, _, _) => Task.FromResult(new JsonObject()));
        app.Map("getOpenSubsonicExtensions", (_, _, _) => Task.FromResult(
            new JsonObject { ["openSubsonicExtensions"] = new JsonArray(Extension("sonicSimilarity"), Extension("formPost")) }));
        app.Map("getSonicSimilarTracks", async (parameters, matches, cancellationToken) => Answer(await matches.SimilarAsync(
            parameters.Require("id"), parameters.Number("count", DefaultSimilar, 1, MostMatches), cancellationToken)));
        app.Map("findSonicPath", async (parameters, matches, cancellationToken) => Answer(await matches.PathAsync(
            parameters.Require("startSongId"), parameters.Require("endSongId"), parameters.Number("count", DefaultPath, 1, MostMatches),
            cancellationToken)));
    }

    private static void Map(
        this IEndpointRouteBuilder app, string method, Func<SubsonicParameters, SonicMatches, CancellationToken, Task<JsonObject>> answer)
    {
        // older clients append .view
        foreach (var path in new[] { $"/rest/{method}", $"/rest/{method}.view" })
            app.MapMethods(path, [HttpMethods.Get, HttpMethods.Post], AnswerAsync).WithMetadata(new RequestSizeLimitAttribute(LongestForm));

        async Task<IResult> AnswerAsync(HttpRequest request, SonicMatches matches, CancellationToken cancellationToken)
        {
            var parameters = await SubsonicParameters.ReadAsync(request, cancellationToken);
            var format = parameters.Find("f");
            try
            {
                // JSONP would let any web page read the library
                if (format is not (null or "xml" or "json"))
                    throw new SubsonicException(SubsonicException.Generic, $"The format '{format}' is not supported: use f=json or f=xml.");
                return SubsonicAnswer.Ok(format, await answer(parameters, matches, cancellationToken));
            }
            catch (SubsonicException e)
            {
                return SubsonicAnswer.Failed(format, e);
            }
        }
    }

    private static JsonObject Answer(IEnumerable<SonicMatch> matches) => new()
    {
        ["sonicMatch"] = new JsonArray(
            [.. matches.Select(match => new JsonObject { ["entry"] = Child(match.Track), ["similarity"] = match.Similarity })]),
    };

    private static JsonObject Child(Track track)
    {
        var child = new JsonObject
        {
            ["id"] = track.Id, ["isDir"] = false, ["title"] = track.Name, ["isVideo"] = false, ["type"] = "music", ["mediaType"] = "song",
            ["contentType"] = MusicLibrary.TypeOf(track),
        };
        if (Path.GetExtension(track.Path) is { Length: > 1 } extension) child["suffix"] = extension[1..].ToLowerInvariant();
        return child;
    }

    private static JsonObject Extension(string name) => new() { ["name"] = name, ["versions"] = new JsonArray(1) };
}

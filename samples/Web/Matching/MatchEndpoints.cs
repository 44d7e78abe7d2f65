using Microsoft.Extensions.Options;
using Mmva;
using Mmva.Data;
using Web.Http;
using Web.Uploads;

namespace Web.Matching;

internal static class MatchEndpoints
{
    private const int LongestText = 1000;

    /// <summary>The most bytes of a request's first line: room for the longest text in any script, three times three bytes a character.</summary>
    public const int LongestAddress = 9 * LongestText + 1024;

    public static void MapMatches(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/images", MatchImageAsync); // a form, or the bytes of an image
        app.MapGet("/api/texts", MatchTextAsync);
        app.MapGet("/api/places", MatchPointAsync);
        app.MapGet("/api/limits", (IOptions<UploadOptions> uploads) => new UploadLimits(uploads.Value.MaxBytes));
    }

    private static async Task<Answer> MatchImageAsync(
        HttpRequest request, UploadReader uploads, UploadGate gate, IImageDecoder decoder, IEmotionPredictor predictor, Matcher matcher,
        CancellationToken cancellationToken)
    {
        using var upload = await uploads.ReadAsync(request, cancellationToken);
        EmotionPrediction prediction;
        // one by one: a batch would be no faster than its decoding, and hold all its pixels at once
        using (await gate.StartWorkAsync(cancellationToken))
        {
            var image = await Task.Run(() => Decode(decoder, upload, cancellationToken), cancellationToken);
            prediction = (await predictor.PredictAsync([image], cancellationToken))[0];
        }
        return await matcher.MatchAsync(upload.Name, prediction.Emotion, prediction.Notices, cancellationToken);
    }

    private static async Task<Answer> MatchTextAsync(
        string? text, UploadGate gate, IEmotionPredictor predictor, Matcher matcher, CancellationToken cancellationToken)
    {
        text = text?.Trim() ?? "";
        if (text.Length is 0 or > LongestText)
            throw new Refusal(StatusCodes.Status400BadRequest, $"Describe a mood in 1 to {LongestText} characters; these are {text.Length}.");
        using var work = await gate.StartWorkAsync(cancellationToken);
        var prediction = (await predictor.PredictAsync([text], cancellationToken))[0];
        return await matcher.MatchAsync(text, prediction.Emotion, prediction.Notices, cancellationToken);
    }

    private static Task<Answer> MatchPointAsync(float valence, float arousal, Matcher matcher, CancellationToken cancellationToken) =>
        valence is >= 0 and <= 1 && arousal is >= 0 and <= 1
            ? matcher.MatchAsync(null, new ValenceArousal(valence, arousal), [], cancellationToken)
            : throw new Refusal(StatusCodes.Status400BadRequest, "Valence and arousal lie between 0 and 1.");

    private static RgbImage Decode(IImageDecoder decoder, Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            return decoder.Decode(upload.Bytes, upload.Name, cancellationToken);
        }
        catch (MediaException e)
        {
            // the content decides what it is, whatever the client calls it
            var isImage = MediaFiles.KindOf(upload.Bytes.Span) == MediaKind.Image;
            throw new Refusal(isImage ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status415UnsupportedMediaType, e.Message);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of README.md.</summary>
internal static class ReadmeSnippets
{
    public static async Task<(ValenceArousal Photo, ValenceArousal Song, double Match)> MatchAsync(
        IServiceCollection services, IImageDecoder imageDecoder, IAudioDecoder audioDecoder, IEmotionPredictor predictor,
        EmotionalSimilarity similarity)
    {
        services.AddMmva().UseCompact();                                          // three small encoders and the model, about 46 MB, no download

        // imageDecoder, audioDecoder, predictor and similarity are services of the host now
        var photoEmotion = await predictor.PredictAsync(imageDecoder.Decode("beach.jpg"));   // valence and arousal, each from 0 to 1
        var songEmotion = await predictor.PredictAsync(audioDecoder.Decode("song.mp3"));
        var match = similarity.Score(photoEmotion, songEmotion);                             // exp(-distance / σ): 1 if both feel the same
        return (photoEmotion, songEmotion, match);
    }
}

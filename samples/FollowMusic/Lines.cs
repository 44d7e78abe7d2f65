using Mmva.NAudio;

namespace FollowMusic;

internal static class Lines
{
    public static void Print(EmotionMoment moment)
    {
        var move = moment.Previous is { } previous ? $"{moment.Emotion.DistanceTo(previous):F3}" : "";
        var time = $"{(int)moment.End.TotalMinutes}:{moment.End.Seconds:00}";
        Console.WriteLine($"{time}\t{moment.Emotion.Valence:F3}\t{moment.Emotion.Arousal:F3}\t{move}");
        foreach (var notice in moment.Notices) Console.Error.WriteLine($"{time}: {notice}");
    }
}

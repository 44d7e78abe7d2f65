using Mmva;
using Mmva.Training;

namespace PaperTables;

/// <summary>A caption for each piece of music of a side.</summary>
internal static class FoundCaptions
{
    /// <summary>
    /// The piece's own caption; else the caption whose predicted point is nearest to the predicted point of the piece: no rating is seen.
    /// </summary>
    public static int[] ByPrediction(TrainedSystem system, Side side)
    {
        if (system.Emotions(Modality.Caption, side.Captions) is not { } captions) return new int[side.Music.Count];
        var music = system.Emotions(Modality.Music, side.Music)!;
        return [.. side.OwnCaptions.Select((own, piece) => own >= 0 ? own : Nearest(music[piece], captions))];
    }

    /// <summary>The piece's own caption; else one whose rating is near the rating of the piece, as in training: it tells what is asked for.</summary>
    public static int[] ByRating(Side side, int seed)
    {
        var rows = new int[side.Music.Count];
        side.Matching.Match([.. Enumerable.Range(0, rows.Length)], rows, new RandomSource((ulong)seed));
        return rows;
    }

    private static int Nearest(ValenceArousal point, ValenceArousal[] points)
    {
        var nearest = 0;
        for (var i = 1; i < points.Length; i++)
            if (points[i].DistanceTo(point) < points[nearest].DistanceTo(point)) nearest = i;
        return nearest;
    }
}

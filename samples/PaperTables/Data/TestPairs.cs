using Mmva.Training;

namespace PaperTables;

/// <summary>Pairs of images and music of one side with their similarity by the ratings: all of them, or many at random.</summary>
internal sealed record TestPairs(Side Side, IReadOnlyList<int> Images, IReadOnlyList<int> Music, IReadOnlyList<double> Targets)
{
    public static TestPairs Of(Side side, Mmva.EmotionalSimilarity similarity, int most, int seed)
    {
        var all = (long)side.Images.Count * side.Music.Count;
        List<int> images = [], music = [];
        if (all <= most)
        {
            for (var i = 0; i < side.Images.Count; i++)
                for (var m = 0; m < side.Music.Count; m++) Add(i, m);
        }
        else
        {
            var random = new RandomSource((ulong)seed);
            while (images.Count < most) Add(random.Next(side.Images.Count), random.Next(side.Music.Count));
        }
        var (imagePoints, musicPoints) = (side.Images.Emotions, side.Music.Emotions);
        return new(side, images, music, [.. images.Zip(music, (i, m) => similarity.Score(imagePoints[i], musicPoints[m]))]);

        void Add(int image, int piece)
        {
            images.Add(image);
            music.Add(piece);
        }
    }
}

using Mmva.NAudio;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>Three tracks one after the other, and what is predicted while they play.</summary>
internal static class FollowingMusicPicture
{
    private static readonly string[] Names = ["strings, slow, major", "dance beat, major", "heavy riff, fast, minor"];

    public static async Task<Svg> DrawAsync(Demo demo)
    {
        const double Left = 40, Width = 740, Top = 44, Bottom = 250;
        const int Repetitions = 3;
        var svg = new Svg(800, 320, "Valence and arousal while three tracks play, and the moments that are reported");
        var tracks = Names.Select(name => demo.Get<IAudioDecoder>().Decode(demo.Tracks.Single(path => Demo.Name(path) == name))).ToList();
        var moments = await FollowAsync(0);
        var reported = (await FollowAsync(EmotionMonitorOptions.DefaultLeastMove)).Select(moment => moment.End).ToHashSet();
        var length = tracks.Sum(track => Repetitions * track.Duration.TotalSeconds);
        double X(double seconds) => Left + Width * seconds / length;
        double Y(double value) => Bottom - value * (Bottom - Top);

        var start = 0.0;
        foreach (var (i, track) in tracks.Index())
        {
            var end = start + Repetitions * track.Duration.TotalSeconds;
            svg.Rectangle(X(start), Top, X(end) - X(start), Bottom - Top, i % 2 == 0 ? "#f7f9fb" : "#eef2f6");
            svg.Write((X(start) + X(end)) / 2, 32, Names[i], Svg.Music, "middle", bold: true);
            start = end;
        }
        foreach (var moment in moments.Where(moment => reported.Contains(moment.End)))
            svg.Line(X(moment.End.TotalSeconds), Top, X(moment.End.TotalSeconds), Bottom, Svg.Gray, 1, "2 3");
        foreach (var (color, value) in new (string, Func<EmotionMoment, double>)[]
                 { (Svg.Image, moment => moment.Emotion.Valence), (Svg.Chosen, moment => moment.Emotion.Arousal) })
        {
            svg.Path(moments.Select(moment => (X(moment.End.TotalSeconds), Y(value(moment)))), color);
            foreach (var moment in moments.Where(moment => reported.Contains(moment.End)))
                svg.Circle(X(moment.End.TotalSeconds), Y(value(moment)), 4.5, color, "#fff");
        }
        for (var second = 0; second <= length; second += 10) svg.Write(X(second), Bottom + 18, $"{second} s", Svg.Gray, "middle", 11);
        svg.Write(Left - 8, Y(0) + 4, "0", Svg.Gray, "end", 11).Write(Left - 8, Y(1) + 4, "1", Svg.Gray, "end", 11);
        svg.Line(Left, 298, Left + 24, 298, Svg.Image, 2).Write(Left + 32, 302, "valence").Line(Left + 110, 298, Left + 134, 298, Svg.Chosen, 2);
        svg.Write(Left + 142, 302, "arousal").Line(Left + 240, 288, Left + 240, 306, Svg.Gray, 1, "2 3");
        svg.Write(Left + 250, 302, "reported: the point has moved by 0.05");
        return svg;

        async Task<List<EmotionMoment>> FollowAsync(double leastMove)
        {
            var parts = tracks.SelectMany(track => Enumerable.Repeat(track, Repetitions)).Select(track => track.ToSampleProvider());
            var found = new List<EmotionMoment>();
            var music = new ConcatenatingSampleProvider([.. parts]);
            await foreach (var moment in music.FollowEmotionAsync(demo.Predictor, new() { LeastMove = leastMove }))
                found.Add(moment);
            return found;
        }
    }
}

using System.Globalization;
using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Tasks;
using Mmva.Training;
using Sylvan.Data.Csv;

namespace MakeSoundtrack;

/// <summary>Compares soundtracks with trivial answers on albums of rated photographs, with rated music.</summary>
/// <remarks>
/// Choices are made by predictions of models that did not see the photos' themes or the music, and are scored by these and by people's ratings. The
/// photos' points come from ridge regression on the features of the image encoder, in five folds of themes, because the shipped model saw them all;
/// those of the music are in held-out.csv. The pieces are excerpts of 6 or 30 seconds; each stands for a track of three minutes.
/// </remarks>
internal sealed class Comparison(IServiceProvider services)
{
    private const int Albums = 40, PhotosPerAlbum = 60, Folds = 5, Samples = 1000;
    private const double Penalty = 3000;

    private static readonly TimeSpan TrackLength = TimeSpan.FromMinutes(3);

    private sealed record Points(ValenceArousal[] Predicted, ValenceArousal[] Rated);

    public async Task RunAsync(string data, CancellationToken cancellationToken)
    {
        var photos = Datasets.Oasis(Path.Combine(data, "oasis"));
        var photoPoints = new Points(await PredictPhotosAsync(photos, cancellationToken), [.. photos.Select(photo => photo.Emotion)]);
        var heldOut = ReadHeldOut();
        // a recording that Musemo has twice counts once
        var musemo = Datasets.Musemo(Path.Combine(data, "musemo")).DistinctBy(piece => piece.Group);
        List<RatedItem> music = [.. musemo, .. Datasets.Vgmidi(Path.Combine(data, "vgmidi"))];
        var musicPoints = new Points([.. music.Select(piece => heldOut[piece.Id])], [.. music.Select(piece => piece.Emotion)]);
        List<int[]> albums = [.. Enumerable.Range(0, Albums).Select(seed => Draw(photos, (ulong)seed))];

        Console.WriteLine($"""
            {Albums} albums of {PhotosPerAlbum} photographs of OASIS, theme by theme in random order; {music.Count} pieces of music.
            Mean similarity (Eq. 1) of photos and music by predicted and by rated points; in brackets 95 % of samples of the albums.

            | answer, by the predictions | predicted points | rated points | changes |
            |---|---|---|---|
            """);
        void Row(string name, Func<int[], int[]?> choose) => Print(name, albums, choose, photoPoints, musicPoints);
        Row("one random track", _ => null);
        Row("one track for all", album => TrivialAnswers.OneTrack(Of(photoPoints.Predicted, album), musicPoints.Predicted, new()));
        foreach (var cost in new[] { 4, 2, 1, SoundtrackOptions.DefaultChangeCost, 0.25 })
        {
            var plans = await PlanAsync(albums, photoPoints.Predicted, musicPoints.Predicted, cost, cancellationToken);
            var isDefault = cost == SoundtrackOptions.DefaultChangeCost;
            Row(FormattableString.Invariant($"soundtrack, a change costs {cost}{(isDefault ? " (default)" : "")}"), album => plans[album]);
        }
        Row("the nearest track for each photo", album => TrivialAnswers.NearestEach(Of(photoPoints.Predicted, album), musicPoints.Predicted));
        var known = await PlanAsync(albums, photoPoints.Rated, musicPoints.Rated, SoundtrackOptions.DefaultChangeCost, cancellationToken);
        Row("soundtrack by the ratings: what perfect predictions would choose", album => known[album]);
    }

    private static ValenceArousal[] Of(ValenceArousal[] points, int[] rows) => [.. rows.Select(row => points[row])];

    private static async Task<Dictionary<int[], int[]>> PlanAsync(
        List<int[]> albums, ValenceArousal[] photos, ValenceArousal[] music, double cost, CancellationToken cancellationToken)
    {
        var planner = new SoundtrackPlanner(options: new() { ChangeCost = cost });
        SoundtrackTrack[] tracks = [.. music.Select((point, i) => new SoundtrackTrack($"{i}", point, TrackLength))];
        var progress = new ConsoleProgress<int>(done => $"{done} of {albums.Count} albums");
        var plans = new Dictionary<int[], int[]>();
        foreach (var album in albums)
        {
            SoundtrackPicture[] pictures = [.. album.Select(row => new SoundtrackPicture($"{row}", photos[row]))];
            var plan = await planner.PlanAsync(pictures, tracks, cancellationToken: cancellationToken);
            plans[album] = [.. plan.Parts.SelectMany(part => part.Slides.Select(_ => int.Parse(part.Track.Path, CultureInfo.InvariantCulture)))];
            progress.Report(plans.Count);
        }
        return plans;
    }

    private static void Print(string name, List<int[]> albums, Func<int[], int[]?> choose, Points photos, Points music)
    {
        var similarity = new EmotionalSimilarity();
        var chosen = albums.Select(choose).ToList();
        double[] Scores(Func<Points, ValenceArousal[]> points) =>
        [
            .. albums.Zip(chosen, (album, tracks) => tracks is null
                ? TrivialAnswers.RandomTrack(Of(points(photos), album), points(music), similarity)
                : TrivialAnswers.Score(Of(points(photos), album), points(music), tracks, similarity)),
        ];
        var changes = chosen.Average(tracks => tracks is null ? 0 : TrivialAnswers.Changes(tracks));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {Interval(Scores(p => p.Predicted))} | {Interval(Scores(p => p.Rated))} | {changes:F1} |"));
    }

    private static string Interval(double[] values)
    {
        var (random, means) = (new RandomSource(0), new double[Samples]);
        for (var i = 0; i < Samples; i++) means[i] = Enumerable.Range(0, values.Length).Average(_ => values[random.Next(values.Length)]);
        Array.Sort(means);
        return string.Create(
            CultureInfo.InvariantCulture, $"{values.Average():F3} [{means[Samples / 40]:F3}, {means[Samples - 1 - (Samples / 40)]:F3}]");
    }

    /// <summary>The rows of an album: themes in random order, each with all its photos.</summary>
    private static int[] Draw(IReadOnlyList<RatedItem> photos, ulong seed)
    {
        var themes = Enumerable.Range(0, photos.Count).GroupBy(row => photos[row].Group).Select(theme => theme.ToArray()).ToArray();
        var random = new RandomSource(seed);
        for (var i = themes.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (themes[i], themes[j]) = (themes[j], themes[i]);
        }
        return [.. themes.SelectMany(theme => theme).Take(PhotosPerAlbum)];
    }

    private async Task<ValenceArousal[]> PredictPhotosAsync(IReadOnlyList<RatedItem> photos, CancellationToken cancellationToken)
    {
        var encoder = services.GetRequiredService<IModalityEncoder<RgbImage>>();
        var decoder = services.GetRequiredService<IImageDecoder>();
        var features = new List<float[]>();
        var progress = new ConsoleProgress<int>(done => $"{done} of {photos.Count} photos");
        var images = MediaPipeline.ReadAheadAsync(
            photos, (photo, stop) => decoder.DecodeAsync(photo.Content, stop), cancellationToken: cancellationToken);
        await foreach (var image in images)
        {
            if (!image.Succeeded) throw image.Error;
            features.Add((await encoder.EncodeAsync([image.Value!], cancellationToken))[0].ToArray());
            progress.Report(features.Count);
        }
        var (points, point) = (new ValenceArousal[photos.Count], new double[2]);
        foreach (var fold in GroupedSplit.Folds(photos, Folds, seed: 0))
        {
            var unseen = fold.ToHashSet();
            int[] seen = [.. Enumerable.Range(0, photos.Count).Where(row => !unseen.Contains(row))];
            float[] inputs = [.. seen.SelectMany(row => features[row])], targets = [.. seen.SelectMany(row => Values(photos[row].Emotion))];
            var model = RidgeRegression.Fit(inputs, targets, seen.Length, Penalty);
            foreach (var row in fold)
            {
                model.Predict(features[row], point);
                points[row] = new((float)point[0], (float)point[1]);
            }
        }
        return points;

        static float[] Values(ValenceArousal emotion) => [emotion.Valence, emotion.Arousal];
    }

    private static Dictionary<string, ValenceArousal> ReadHeldOut()
    {
        using var stream = typeof(Comparison).Assembly.GetManifestResourceStream("held-out.csv")!;
        using var reader = CsvDataReader.Create(new StreamReader(stream));
        var points = new Dictionary<string, ValenceArousal>(StringComparer.Ordinal);
        while (reader.Read())
        {
            points[reader.GetString(1)] = new(
                float.Parse(reader.GetString(2), CultureInfo.InvariantCulture), float.Parse(reader.GetString(3), CultureInfo.InvariantCulture));
        }
        return points;
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using Mmva.Files;

namespace Mmva.Training;

/// <summary>Writes <c>curves.html</c>: one self-contained page with the curves of a run.</summary>
internal sealed class CurvesPage(string path, bool similarityHead, double? trivialScore)
{
    public const string FileName = "curves.html";

    private static readonly Lazy<string> Template = new(() =>
    {
        using var reader = new StreamReader(typeof(CurvesPage).Assembly.GetManifestResourceStream(FileName)!);
        return reader.ReadToEnd();
    });

    /// <exception cref="MmvaException">The page cannot be written.</exception>
    public void Write(IReadOnlyList<EpochRow> rows, TrainingProgress? latest, TimeSpan elapsed, bool isRunning)
    {
        var scores = Points(rows.Where(row => row.ValidationScore is not null), row => row.ValidationScore!.Value);
        var best = scores.Where(point => double.IsFinite(point.Value)).DefaultIfEmpty().MinBy(point => point.Value);
        var charts = string.Concat(
            Chart.Draw("Loss", "mean of each epoch", Losses(rows)),
            Chart.Draw("Validation score", "lower is better; the dot is the best epoch", Scores(scores), best: best.Epoch),
            Chart.Draw("Learning rate", "", [new("learning rate", "total", Points(rows, row => row.LearningRate))], linear: true));
        var html = new StringBuilder(Template.Value)
            .Replace("{{REFRESH}}", isRunning ? """<meta http-equiv="refresh" content="30">""" : "")
            .Replace("{{STATE}}", WebUtility.HtmlEncode(State(rows, latest, isRunning)))
            .Replace("{{FACTS}}", Facts(rows, latest, best, elapsed, isRunning))
            .Replace("{{CHARTS}}", charts.Length > 0 ? charts : "<p>No epoch has ended yet.</p>");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(html.ToString())));
    }

    private List<Curve> Losses(IReadOnlyList<EpochRow> rows)
    {
        var curves = new List<Curve>
        {
            new("total", "total", Points(rows, row => row.Loss.Total)),
            new("images", "image", Points(rows, row => row.Loss.Image)),
            new("music", "music", Points(rows, row => row.Loss.Music)),
            new("captions", "caption", Points(rows, row => row.Loss.Caption)),
        };
        if (similarityHead) curves.Add(new("similarity", "similarity", Points(rows, row => row.Loss.Similarity)));
        return curves;
    }

    private List<Curve> Scores(IReadOnlyList<(int Epoch, double Value)> scores)
    {
        var curves = new List<Curve> { new("validation score", "total", scores) };
        if (trivialScore is { } trivial && scores.Count > 0)
            curves.Add(new("trivial predictor", "trivial", [(scores[0].Epoch, trivial), (scores[^1].Epoch, trivial)]));
        return curves;
    }

    private static string State(IReadOnlyList<EpochRow> rows, TrainingProgress? latest, bool isRunning)
    {
        if (latest is null) return rows.Count == 0 ? "Not started" : $"Resuming after epoch {rows[^1].Epoch}";
        if (latest.Step == latest.Steps) return $"Finished after {latest.Epochs} epochs";
        var (epoch, epochs) = (latest.Epoch, latest.Epochs);
        return isRunning ? $"Training: epoch {epoch} of {epochs}" : $"Stopped in epoch {epoch} of {epochs}";
    }

    private string Facts(
        IReadOnlyList<EpochRow> rows, TrainingProgress? latest, (int Epoch, double Value) best, TimeSpan elapsed, bool isRunning)
    {
        var facts = new List<string>();
        if (rows.Count > 0) facts.Add(Invariant($"loss {rows[^1].Loss.Total:G4}"));
        if (best.Epoch > 0)
        {
            var trivial = trivialScore is { } score ? Invariant($" (trivial predictor {score:G4})") : "";
            facts.Add(Invariant($"best validation score {best.Value:G4} in epoch {best.Epoch}{trivial}"));
        }
        facts.Add($"{Duration(elapsed)} of training");
        if (isRunning && latest is not null && latest.Step > 0 && latest.Step < latest.Steps)
            facts.Add($"about {Duration(elapsed * ((double)(latest.Steps - latest.Step) / latest.Step))} left");
        return string.Join(" · ", facts);
    }

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min" : $"{time.Seconds} s";

    private static List<(int Epoch, double Value)> Points(IEnumerable<EpochRow> rows, Func<EpochRow, double> value) =>
        [.. rows.Select(row => (row.Epoch, value(row)))];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

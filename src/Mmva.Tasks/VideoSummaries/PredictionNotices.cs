using System.Globalization;

namespace Mmva.Tasks;

/// <summary>Collects the notices of many predictions: each text once, with the number of inputs and the time of the first.</summary>
internal sealed class PredictionNotices(string inputs)
{
    private readonly Dictionary<string, (int Count, TimeSpan First)> _notices = [];
    private readonly List<string> _order = [];

    public void Add(EmotionPrediction prediction, TimeSpan time)
    {
        foreach (var notice in prediction.Notices)
        {
            if (!_notices.TryGetValue(notice, out var seen)) _order.Add(notice);
            _notices[notice] = seen.Count == 0 ? (1, time) : (seen.Count + 1, seen.First);
        }
    }

    public IEnumerable<string> Texts => _order.Select(notice => string.Create(
        CultureInfo.InvariantCulture, $"{notice} ({inputs}: {_notices[notice].Count}, the first at {_notices[notice].First.TotalSeconds:0.#} s)"));
}

using System.Text.Json;
using Mmva.Evaluation;
using Mmva.Tasks;

namespace Mmva.Parity.Kinds;

/// <summary>Regression metrics, the best value of knapsacks, change points and scores of kernel temporal segmentation.</summary>
internal sealed class MetricsKind : IGoldenKind
{
    private const double Tolerance = 1e-9;

    public string Name => "metrics";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        var json = folder.Json();
        return Cases(json, "regression", Regression).Concat(Cases(json, "knapsack", SolveKnapsack)).Concat(Cases(json, "kts", Segment));
    }

    private static IEnumerable<ParityRow> Cases(JsonElement json, string name, Func<string, JsonElement, IEnumerable<ParityRow>> replay) =>
        json.GetProperty(name).EnumerateArray().SelectMany((element, i) => replay($"{name}[{i}]", element));

    private static IEnumerable<ParityRow> Regression(string name, JsonElement golden)
    {
        var metrics = RegressionMetrics.Compute(Numbers(golden, "target"), Numbers(golden, "predicted"));
        (string Key, double Value)[] ours =
        [
            ("mse", metrics.MeanSquaredError), ("mae", metrics.MeanAbsoluteError), ("r2", metrics.RSquared), ("pearson", metrics.Pearson),
            ("spearman", metrics.Spearman), ("kendall_b", metrics.KendallB), ("ccc", metrics.Concordance),
        ];
        return ours.Select(m => ParityRow.Absolute($"{name}.{m.Key}", [m.Value], [golden.GetProperty(m.Key).GetDouble()], Tolerance));
    }

    private static IEnumerable<ParityRow> SolveKnapsack(string name, JsonElement golden)
    {
        var (weights, values, capacity) = (Integers(golden, "weights"), Numbers(golden, "values"), golden.GetProperty("capacity").GetInt32());
        var taken = Knapsack.Solve(weights, values, capacity);
        var weight = taken.Select((t, i) => t ? weights[i] : 0).Sum();
        if (weight > capacity) yield return ParityRow.Failed($"{name}.weight", $"{weight}, over the capacity of {capacity}");
        yield return ParityRow.Absolute(
            $"{name}.best", [taken.Select((t, i) => t ? values[i] : 0).Sum()], [golden.GetProperty("best").GetDouble()], Tolerance);
    }

    private static IEnumerable<ParityRow> Segment(string name, JsonElement golden)
    {
        var features = golden.GetProperty("features");
        var found = KernelTemporalSegmentation.Segment(
            [.. features.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(x => x.GetDouble()))], features[0].GetArrayLength(),
            golden.GetProperty("max_change_points").GetInt32(), golden.GetProperty("vmax").GetDouble());
        yield return ParityRow.Identical<int>($"{name}.change_points", found.ChangePoints.ToArray(), Integers(golden, "change_points"));
        yield return ParityRow.Absolute($"{name}.scores", found.Scores.ToArray(), Numbers(golden, "scores"), Tolerance);
    }

    private static double[] Numbers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    private static int[] Integers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];
}

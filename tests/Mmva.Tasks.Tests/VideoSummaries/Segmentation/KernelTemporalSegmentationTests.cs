using System.Text.Json;
using Mmva.TestSupport;
using Mmva.Training;

namespace Mmva.Tasks.Tests.VideoSummaries.Segmentation;

public class KernelTemporalSegmentationTests
{
    [Fact]
    public void Finds_the_golden_change_points_and_scores()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture("metrics", "io.json")));
        foreach (var golden in json.RootElement.GetProperty("kts").EnumerateArray())
        {
            var rows = golden.GetProperty("features").EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())
                .ToArray();

            var found = KernelTemporalSegmentation.Segment([.. rows.SelectMany(x => x)], rows[0].Length, golden.GetProperty("max_change_points")
                .GetInt32(), golden.GetProperty("vmax").GetDouble());

            found.ChangePoints.Should().Equal(golden.GetProperty("change_points").EnumerateArray().Select(x => x.GetInt32()));
            found.Scores.Should()
                .Equal(golden.GetProperty("scores").EnumerateArray().Select(x => x.GetDouble()), (ours, theirs) => Math.Abs(ours - theirs) < 1e-10);
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(9, 2)]
    [InlineData(14, 5)]
    public void The_cost_is_that_of_the_best_of_all_segmentations(int count, int width)
    {
        var random = new RandomSource((ulong)count);
        double[] features = [.. Enumerable.Range(0, count * width).Select(_ => random.NextDouble() * 4)];
        const double penalty = 0.3;

        var found = KernelTemporalSegmentation.Segment(features, width, penalty: penalty);

        // bit i of a mask: a change after element i
        var least = Enumerable.Range(0, 1 << (count - 1)).GroupBy(mask => int.PopCount(mask)).OrderBy(g => g.Key)
            .Select(g => g.Min(mask => Scatter(mask)) / count + (g.Key == 0 ? 0
                : penalty * g.Key / (2 * count) * (Math.Log((double)count / g.Key) + 1))).ToArray();
        found.Scores.Should().Equal(least, (ours, theirs) => Math.Abs(ours - theirs) < 1e-9);
        found.ChangePoints.Should().HaveCount(Array.IndexOf(least, least.Min())).And.BeInAscendingOrder();
        (Scatter(found.ChangePoints.Sum(p => 1 << (p - 1))) / count).Should().BeApproximately(least.Min() - Penalty(found.ChangePoints.Count), 1e-9);

        double Penalty(int m) => m == 0 ? 0 : penalty * m / (2 * count) * (Math.Log((double)count / m) + 1);

        double Scatter(int changes)
        {
            double sum = 0;
            for (int start = 0, end = 1; end <= count; end++)
            {
                if (end < count && (changes >> (end - 1) & 1) == 0) continue;
                for (var d = 0; d < width; d++)
                {
                    var values = Enumerable.Range(start, end - start).Select(i => features[i * width + d]).ToArray();
                    sum += values.Sum(x => (x - values.Average()) * (x - values.Average()));
                }
                start = end;
            }
            return sum;
        }
    }

    [Fact]
    public void More_change_points_than_elements_are_impossible()
    {
        var found = KernelTemporalSegmentation.Segment([0.0, 5.0], 1, maxChangePoints: 3);
        found.ChangePoints.Should().Equal(1);
        found.Scores.Skip(2).Should().OnlyContain(score => double.IsPositiveInfinity(score));
    }

    [Fact]
    public void A_constant_sequence_is_one_segment() =>
        KernelTemporalSegmentation.Segment(Enumerable.Repeat(0.7f, 300).ToArray(), 3).ChangePoints.Should().BeEmpty();

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        FluentActions.Invoking(() => KernelTemporalSegmentation.Segment(Array.Empty<double>(), 2)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => KernelTemporalSegmentation.Segment(new double[3], 2)).Should().Throw<ArgumentException>()
            .WithMessage("3 values are not vectors of 2 dimensions.*");
        FluentActions.Invoking(() => KernelTemporalSegmentation.Segment(new double[4], 2, -1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => KernelTemporalSegmentation.Segment(new double[4], 2, penalty: double.NaN)).Should().Throw<ArgumentException>();
    }
}

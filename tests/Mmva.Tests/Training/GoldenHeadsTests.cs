using Mmva.Numerics;
using Mmva.Parity;
using Mmva.Parity.Kinds;
using Mmva.TestSupport;

namespace Mmva.Tests.Training;

public sealed class GoldenHeadsTests
{
    public static TheoryData<int, int> ThreadsAndLevels()
    {
        var data = new TheoryData<int, int>();
        foreach (var level in Enum.GetValues<SimdLevel>())
            for (var threads = 1; threads <= 3; threads++)
                data.Add(threads, (int)level);
        return data;
    }

    [Theory, MemberData(nameof(ThreadsAndLevels))]
    public void A_training_run_matches_PyTorch(int threads, int level)
    {
        var rows = MmvaHeadsReplay.Run(new GoldenFolder(GoldenFiles.Fixture("mmva-heads")), threads, (SimdLevel)level).ToList();

        rows.Should().HaveCountGreaterThan(100);
        rows.Where(r => r.Verdict != Verdict.Ok).Should().BeEmpty();
    }
}

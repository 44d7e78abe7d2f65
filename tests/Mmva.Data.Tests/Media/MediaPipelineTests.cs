using System.Collections.Concurrent;

namespace Mmva.Data.Tests;

public class MediaPipelineTests
{
    [Fact]
    public async Task ResultsComeInOrderAndErrorsAmongThem()
    {
        var results = new List<MediaResult<int, int>>();
        await foreach (var result in MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 50), Read, ahead: 8)) results.Add(result);

        results.Select(r => r.Input).Should().Equal(Enumerable.Range(0, 50));
        results.Where(r => r.Succeeded).Should().OnlyContain(r => r.Value == 10 * r.Input).And.HaveCount(45);
        results.Where(r => !r.Succeeded).Should().OnlyContain(r => r.Input % 10 == 3 && r.Error!.Message == $"{r.Input}: is damaged.");

        static async Task<int> Read(int x, CancellationToken cancellationToken)
        {
            await Task.Delay((x * 7) % 13, cancellationToken);
            return x % 10 == 3 ? throw new MediaException(x.ToString(), "is damaged.") : 10 * x;
        }
    }

    [Fact]
    public async Task NoMoreThanTheGivenNumberIsStartedAhead()
    {
        int started = 0, taken = 0, most = 0;
        await foreach (var _ in MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 40), (x, _) => Task.FromResult(Interlocked.Increment(ref started)), ahead: 3))
        {
            await Task.Delay(3);
            most = Math.Max(most, Volatile.Read(ref started) - taken);
            taken++;
        }
        most.Should().BeInRange(2, 3);
    }

    [Fact]
    public async Task LeavingTheLoopCancelsWhatIsInWork()
    {
        var cancelled = new ConcurrentBag<int>();
        await foreach (var result in MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 1000), Read, ahead: 4)) break;

        cancelled.Should().HaveCountLessThanOrEqualTo(4);

        async Task<int> Read(int x, CancellationToken cancellationToken)
        {
            if (x == 0) return 0;
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                cancelled.Add(x);
                throw;
            }
            return x;
        }
    }

    [Fact]
    public async Task CancellationAndForeignErrorsEndTheRun()
    {
        using var cancel = new CancellationTokenSource(50);
        var endless = async () =>
        {
            await foreach (var _ in MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 9), async (_, stop) => { await Task.Delay(Timeout.Infinite, stop); return 0; }, cancellationToken: cancel.Token)) { }
        };
        var faulty = async () =>
        {
            await foreach (var _ in MediaPipeline.ReadAheadAsync<int, int>(Enumerable.Range(0, 9), (_, _) => throw new InvalidOperationException("a bug"))) { }
        };

        await endless.Should().ThrowAsync<OperationCanceledException>();
        await faulty.Should().ThrowAsync<InvalidOperationException>().WithMessage("a bug");
    }
}

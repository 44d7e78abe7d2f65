using System.Collections.Concurrent;

namespace Mmva.Data.Tests.Media;

public class MediaPipelineTests
{
    [Fact]
    public async Task Results_and_errors_are_returned_in_order()
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
    public async Task No_more_than_the_given_number_is_started_ahead()
    {
        int started = 0, taken = 0, most = 0;
        var results = MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 40), (_, _) => Task.FromResult(Interlocked.Increment(ref started)), ahead: 3);
        await foreach (var _ in results)
        {
            await Task.Delay(3);
            most = Math.Max(most, Volatile.Read(ref started) - taken);
            taken++;
        }
        most.Should().BeInRange(2, 3);
    }

    [Fact]
    public async Task Leaving_the_loop_cancels_unfinished_reads()
    {
        var canceled = new ConcurrentBag<int>();
        await foreach (var result in MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 1000), Read, ahead: 4)) break;

        canceled.Should().HaveCountLessThanOrEqualTo(4);

        async Task<int> Read(int x, CancellationToken cancellationToken)
        {
            if (x == 0) return 0;
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                canceled.Add(x);
                throw;
            }
            return x;
        }
    }

    [Fact]
    public async Task Cancellation_and_other_errors_end_the_run()
    {
        using var cancel = new CancellationTokenSource(50);

        await FluentActions.Awaiting(() => ReadAll(Endless, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => ReadAll((_, _) => throw new InvalidOperationException("a bug")))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("a bug");

        static async Task ReadAll(Func<int, CancellationToken, Task<int>> read, CancellationToken stop = default)
        {
            await foreach (var _ in MediaPipeline.ReadAheadAsync(Enumerable.Range(0, 9), read, cancellationToken: stop)) { }
        }

        static async Task<int> Endless(int x, CancellationToken stop)
        {
            await Task.Delay(Timeout.Infinite, stop);
            return x;
        }
    }
}

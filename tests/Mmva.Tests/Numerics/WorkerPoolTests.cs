using Mmva.Numerics;

namespace Mmva.Tests.Numerics;

public sealed class WorkerPoolTests
{
    [Fact]
    public void Every_part_runs_once_however_often_and_after_a_pause()
    {
        using var pool = new WorkerPool(4);
        for (var round = 0; round < 300; round++)
        {
            var counts = new int[1 + round % 40];
            pool.Run(new Counting(counts), counts.Length);
            counts.Should().AllBeEquivalentTo(1);
            if (round % 100 == 50) Thread.Sleep(20); // long enough for the workers to fall asleep
        }
    }

    [Fact]
    public void An_error_in_a_part_reaches_the_caller_and_the_pool_stays_usable()
    {
        using var pool = new WorkerPool(2);
        var act = () => pool.Run(new Failing(), 10);
        act.Should().Throw<InvalidOperationException>().WithMessage("part 7");
        var counts = new int[5];
        pool.Run(new Counting(counts), counts.Length);
        counts.Should().AllBeEquivalentTo(1);
    }

    [Fact]
    public void Several_pools_run_at_once()
    {
        Parallel.For(0, 6, _ =>
        {
            using var pool = new WorkerPool(3);
            for (var round = 0; round < 200; round++)
            {
                var counts = new int[17];
                pool.Run(new Counting(counts), counts.Length);
                counts.Should().AllBeEquivalentTo(1);
            }
        });
    }

    private readonly struct Counting(int[] counts) : IParallelWork
    {
        public void Execute(int part, Scratch scratch) => Interlocked.Increment(ref counts[part]);
    }

    private readonly struct Failing : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            if (part == 7) throw new InvalidOperationException("part 7");
        }
    }
}

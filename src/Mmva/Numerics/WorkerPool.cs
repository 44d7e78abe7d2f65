using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Mmva.Numerics;

/// <summary>Work that falls into parts that do not depend on each other.</summary>
internal interface IParallelWork
{
    /// <summary>Does one part.</summary>
    /// <param name="part">From 0 to the number of parts − 1.</param>
    /// <param name="scratch">Memory of the thread that runs the part.</param>
    void Execute(int part, Scratch scratch);
}

/// <summary>A few threads that stay, for parallel parts of some microseconds; the caller works along.</summary>
/// <remarks>
/// One 64-bit word holds generation, number of parts and the next part, so that claiming a part is one atomic addition, and the caller waits
/// for claimed parts only: a worker that the operating system has put aside delays nobody. Waiting threads spin for some microseconds, then
/// yield, then sleep. What a part computes may not depend on who runs it; then results have the same bits for any number of threads.
/// A pool serves one caller at a time; make one for each trainer.
/// </remarks>
internal sealed unsafe class WorkerPool : IDisposable
{
    private const int MaxParts = (1 << 20) - 1;
    private const int Spins = 200;
    private const int Yields = 20;

    private readonly SemaphoreSlim _wake = new(0);
    private readonly Scratch _callerScratch = new();
    private delegate*<void*, int, Scratch, void> _invoke;
    private void* _work;
    private long _claims;
    private int _generation;
    private int _done;
    private int _asleep;
    private volatile bool _stopped;
    private Exception? _error;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Threads in all, the caller included.</param>
    /// <param name="level">The vector width of the kernels; the machine's best when left out.</param>
    public WorkerPool(int threads, SimdLevel? level = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (Threads, Level) = (threads, level ?? SimdLevels.Best);
        for (var i = 1; i < threads; i++)
            new Thread(WorkLoop) { IsBackground = true, Name = $"Mmva worker {i}" }.Start();
    }

    public int Threads { get; }

    public SimdLevel Level { get; }

    /// <summary>Runs all parts and returns when they are done.</summary>
    public void Run<TWork>(TWork work, int parts) where TWork : struct, IParallelWork
    {
        if (Threads == 1 || parts <= 1)
        {
            for (var part = 0; part < parts; part++) work.Execute(part, _callerScratch);
            return;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MaxParts);
        ObjectDisposedException.ThrowIf(_stopped, this);
        // the parameter lives in this frame until all parts are done, and the collector keeps its references current in place
        _work = Unsafe.AsPointer(ref work);
        _invoke = &Invoke<TWork>;
        _done = 0;
        _generation = (_generation + 1) & 0x7FFFFF;
        Interlocked.Exchange(ref _claims, ((long)_generation << 40) | ((long)parts << 20));
        if (Math.Min(Volatile.Read(ref _asleep), parts - 1) is var sleepers and > 0) _wake.Release(sleepers);
        ExecuteClaimed(_callerScratch);
        for (var spins = 0; Volatile.Read(ref _done) < parts; spins++)
            if (spins < Spins) Thread.SpinWait(20);
            else Thread.Yield();
        if (Interlocked.Exchange(ref _error, null) is { } error) ExceptionDispatchInfo.Throw(error);
        GC.KeepAlive(this);
    }

    /// <summary>Ends the threads; work that is running is finished first.</summary>
    public void Dispose()
    {
        if (_stopped) return;
        _stopped = true;
        if (Threads > 1) _wake.Release(Threads - 1);
    }

    private static void Invoke<TWork>(void* work, int part, Scratch scratch) where TWork : struct, IParallelWork =>
        Unsafe.AsRef<TWork>(work).Execute(part, scratch);

    private bool HasParts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var word = Volatile.Read(ref _claims);
            return (word & MaxParts) < ((word >> 20) & MaxParts);
        }
    }

    private void ExecuteClaimed(Scratch scratch)
    {
        while (HasParts)
        {
            var word = Interlocked.Increment(ref _claims) - 1;
            int part = (int)(word & MaxParts), parts = (int)((word >> 20) & MaxParts);
            if (part >= parts) return;
            try
            {
                _invoke(_work, part, scratch);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _error, e, null);
            }
            Interlocked.Increment(ref _done);
        }
    }

    private void WorkLoop()
    {
        var scratch = new Scratch();
        for (var waited = 0; !_stopped;)
        {
            if (HasParts)
            {
                ExecuteClaimed(scratch);
                waited = 0;
            }
            else if (++waited < Spins) Thread.SpinWait(20);
            else if (waited < Spins + Yields) Thread.Yield();
            else
            {
                Interlocked.Increment(ref _asleep);
                if (!HasParts && !_stopped) _wake.Wait();
                Interlocked.Decrement(ref _asleep);
                waited = 0;
            }
        }
    }
}

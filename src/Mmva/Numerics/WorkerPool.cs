using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Mmva.Numerics;

/// <summary>Work that consists of independent parts.</summary>
internal interface IParallelWork
{
    /// <summary>Executes one part.</summary>
    /// <param name="part">The index of the part, from 0.</param>
    /// <param name="scratch">Memory of the thread that executes the part.</param>
    void Execute(int part, Scratch scratch);
}

/// <summary>A few permanent threads for parallel parts of some microseconds. The calling thread executes parts too.</summary>
/// <remarks>
/// One 64-bit word contains the generation, the number of parts and the next part, so that claiming a part is a single atomic addition. The caller
/// waits only for claimed parts, so a worker that the operating system has suspended between parts delays nobody. Waiting threads spin for some
/// microseconds, then yield, then sleep. The result of a part must not depend on its thread, so that results have the same bits for any number of
/// threads. A pool serves one caller at a time; create one per trainer.
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
    /// <param name="threads">The number of threads, including the caller.</param>
    /// <param name="level">The vector width of the kernels, or <see langword="null"/> for the machine's best.</param>
    public WorkerPool(int threads, SimdLevel? level = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (Threads, Level) = (threads, level ?? SimdLevels.Best);
        for (var i = 1; i < threads; i++)
            new Thread(WorkLoop) { IsBackground = true, Name = $"Mmva worker {i}" }.Start();
    }

    public int Threads { get; }

    public SimdLevel Level { get; }

    /// <summary>Executes all parts and returns when they are done.</summary>
    public void Run<TWork>(TWork work, int parts) where TWork : struct, IParallelWork
    {
        if (Threads == 1 || parts <= 1)
        {
            for (var part = 0; part < parts; part++) work.Execute(part, _callerScratch);
            return;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MaxParts);
        ObjectDisposedException.ThrowIf(_stopped, this);
        // the parameter stays in this stack frame until all parts are done, and the garbage collector updates its references in place
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

    /// <summary>Stops the threads after the work in progress.</summary>
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

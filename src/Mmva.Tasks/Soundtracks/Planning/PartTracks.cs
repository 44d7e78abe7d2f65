using System.Numerics;

namespace Mmva.Tasks;

/// <summary>The best tracks of every possible part, best first.</summary>
/// <remarks>
/// All pairs of parts and tracks are compared, in blocks of tracks, because the best track for several pictures is not the nearest to their mean.
/// With p parts, some best plan uses for each part one of its p best tracks: the other parts take at most p − 1 of them.
/// </remarks>
internal sealed class PartTracks
{
    private const int BlockSize = 1024, MaxKept = 14, MinKept = 2;
    private const long MaxEntries = 1 << 24;

    private readonly int[] _first; // [start]: the first possible end
    private readonly int[] _last; // [start]: the last possible end, below the first if there is none
    private readonly long[] _offset; // [start]: of its first part
    private readonly int _kept;
    private readonly double[] _values; // [part, kept]
    private readonly int[] _tracks; // [part, kept]
    private readonly int[] _counts; // [part]

    private PartTracks(PlanProblem problem, bool allowRepeats)
    {
        var count = problem.PictureCount;
        _first = new int[count];
        _last = new int[count];
        _offset = new long[count + 1];
        for (var start = 0; start < count; start++)
        {
            (_first[start], _last[start]) = Ends(problem, start, allowRepeats);
            _offset[start + 1] = _offset[start] + Math.Max(0, _last[start] - _first[start] + 1);
        }
        var parts = _offset[count];
        _kept = (int)Math.Min(problem.TrackCount, Math.Clamp(MaxEntries / Math.Max(1, parts), MinKept, MaxKept));
        _values = new double[parts * _kept];
        _tracks = new int[parts * _kept];
        _counts = new int[parts];
    }

    /// <summary>How many tracks are kept for each part, if there are as many.</summary>
    public int Kept => _kept;

    /// <param name="problem">The problem.</param>
    /// <param name="allowRepeats">Whether a track may be shorter than its part.</param>
    /// <param name="progress">Receives the finished share, from 0 to 1; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static PartTracks Find(PlanProblem problem, bool allowRepeats, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var parts = new PartTracks(problem, allowRepeats);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        var sums = new double[problem.PictureCount + 1][];
        for (var i = 0; i < sums.Length; i++) sums[i] = new double[Math.Min(BlockSize, problem.TrackCount)];
        for (var block = 0; block < problem.TrackCount; block += BlockSize)
        {
            var size = Math.Min(BlockSize, problem.TrackCount - block);
            for (var i = 0; i < problem.PictureCount; i++)
                for (var t = 0; t < size; t++) sums[i + 1][t] = sums[i][t] + problem.Score(i, block + t);
            // each start is one task, so that the result does not depend on the number of threads
            Parallel.For(0, problem.PictureCount, options, start => parts.Compare(problem, start, block, size, sums, allowRepeats));
            progress?.Report((double)(block + size) / problem.TrackCount);
        }
        return parts;
    }

    /// <summary>The possible ends of parts with a start: from the first to the last, which is below the first for none.</summary>
    public (int First, int Last) EndsOf(int start) => (_first[start], _last[start]);

    /// <summary>The best tracks of a part and what they are worth, without the cost of a change.</summary>
    public (ReadOnlyMemory<int> Tracks, ReadOnlyMemory<double> Values) Of(int start, int end)
    {
        var part = _offset[start] + end - _first[start];
        var (at, count) = ((int)(part * _kept), _counts[part]);
        return (_tracks.AsMemory(at, count), _values.AsMemory(at, count));
    }

    private static (int First, int Last) Ends(PlanProblem problem, int start, bool allowRepeats)
    {
        var count = problem.PictureCount;
        if (problem.MaximumTracks == 1) return start == 0 && IsPossible(count) ? (count, count) : (1, 0);
        var first = start + 1;
        while (first <= count && !problem.Times.CanBePart(start, first)) first++;
        var last = first - 1;
        while (last < count && IsPossible(last + 1)) last++;
        return (first, last);

        bool IsPossible(int end) => allowRepeats || problem.Usable[0] >= problem.Times.Needed(start, end);
    }

    private void Compare(PlanProblem problem, int start, int block, int size, double[][] sums, bool allowRepeats)
    {
        var from = sums[start].AsSpan(0, size);
        for (var end = _first[start]; end <= _last[start]; end++)
        {
            var part = _offset[start] + end - _first[start];
            var to = sums[end].AsSpan(0, size);
            var once = Math.Clamp(problem.LongEnough(start, end) - block, 0, size);
            CompareOnce(part, from[..once], to[..once], block);
            if (!allowRepeats) continue;
            for (var t = once; t < size; t++)
                if (to[t] - from[t] > Least(part)) Add(part, block + t, to[t] - from[t] - problem.RepeatCost(start, end, block + t));
        }
    }

    private void CompareOnce(long part, ReadOnlySpan<double> from, ReadOnlySpan<double> to, int block)
    {
        var (t, width) = (0, Vector<double>.Count);
        while (t < from.Length)
        {
            var least = new Vector<double>(Least(part));
            while (t <= from.Length - width && !Vector.GreaterThanAny(new Vector<double>(to[t..]) - new Vector<double>(from[t..]), least)) t += width;
            for (var last = Math.Min(from.Length, t + width); t < last; t++) Add(part, block + t, to[t] - from[t]);
        }
    }

    /// <summary>What a track must exceed to be kept.</summary>
    private double Least(long part) => _counts[part] < _kept ? double.NegativeInfinity : _values[(part * _kept) + _kept - 1];

    // equal values stay in the order of the tracks
    private void Add(long part, int track, double value)
    {
        if (!(value > Least(part))) return;
        var values = _values.AsSpan((int)(part * _kept), _kept);
        var tracks = _tracks.AsSpan((int)(part * _kept), _kept);
        var at = Math.Min(_counts[part], _kept - 1);
        for (; at > 0 && values[at - 1] < value; at--) (values[at], tracks[at]) = (values[at - 1], tracks[at - 1]);
        (values[at], tracks[at]) = (value, track);
        _counts[part] = Math.Min(_counts[part] + 1, _kept);
    }
}

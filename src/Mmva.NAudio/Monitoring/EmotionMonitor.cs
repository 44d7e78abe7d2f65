using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>
/// Follows how audio feels while it is played or recorded: predicts a sliding window of what it receives, on a thread of the pool, and reports
/// where the point has moved.
/// </summary>
/// <remarks>
/// One thread at a time writes, as a rule the audio thread, which is never made to wait: it copies samples, and if predictions take longer than
/// <see cref="EmotionMonitorOptions.Hop"/>, windows are dropped. Everything else can be called from any thread.
/// Silent windows, and those with samples that are not finite, are not predicted. Memory holds the samples of one window and two hops.
/// </remarks>
public sealed partial class EmotionMonitor : IAsyncDisposable
{
    private const int BufferedMoments = 256, ConvertedSamples = 1 << 14;

    private readonly WindowSchedule _schedule;
    private readonly WindowPredictor _windows;
    private readonly SampleRing _ring;
    private readonly float[] _window;
    private readonly ILogger _logger;
    private readonly Channel<long> _due;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Channel<EmotionMoment>> _readers = [];
    private PushedBytes? _bytes;
    private ISampleProvider? _converted;
    private float[] _buffer = [];
    private long _offered, _origin, _dropped;
    private bool _finished; // under the lock, with the error
    private Exception? _error;
    private volatile bool _ended;
    private volatile EmotionMoment? _current;

    /// <summary>Starts a monitor that waits for audio.</summary>
    /// <param name="format">The format of the audio: that of the provider that is played, or of the recorder.</param>
    /// <param name="predictor">Predicts the windows.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="logger">The logger; optional.</param>
    /// <exception cref="ArgumentException">A window of this format takes more than 1 GiB.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    public EmotionMonitor(
        WaveFormat format, IEmotionPredictor predictor, EmotionMonitorOptions? options = null, ILogger<EmotionMonitor>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(predictor);
        var valid = (options ?? new()).Validated(new EmotionMonitorOptionsValidator()).Clone();
        Format = format;
        _schedule = new(format, valid);
        _windows = new(format, predictor, valid.LeastMove);
        _logger = logger ?? NullLogger<EmotionMonitor>.Instance;
        var kept = (_schedule.Longest + (2 * _schedule.Hop)) * format.Channels;
        if (kept > 1 << 28)
            throw new ArgumentException(
                $"Windows of {valid.Window} of {format.Channels} channels at {format.SampleRate} Hz take more than 1 GiB: use shorter ones.",
                nameof(format));
        _ring = new(kept);
        _window = new float[_schedule.Longest * format.Channels];
        _due = Channel.CreateBounded<long>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
            _ => Interlocked.Increment(ref _dropped));
        Completion = Task.Run(PredictAsync);
    }

    /// <summary>The format of the audio.</summary>
    public WaveFormat Format { get; }

    /// <summary>The moment that was reported last, or <see langword="null"/> before the first one.</summary>
    public EmotionMoment? Current => _current;

    /// <summary>The number of windows that were not predicted, because the one before took too long.</summary>
    public long DroppedWindows => Interlocked.Read(ref _dropped);

    /// <summary>
    /// The monitor's work: it ends after <see cref="CompleteAsync"/> or <see cref="DisposeAsync"/>, and fails with what the predictor threw.
    /// </summary>
    public Task Completion { get; }

    /// <summary>
    /// Raised for the first window, and whenever the point has moved by <see cref="EmotionMonitorOptions.LeastMove"/> since it was last raised; on a
    /// thread of the pool, one at a time. What a handler throws is logged. A handler must not wait for the end of the monitor.
    /// </summary>
    public event EventHandler<EmotionMoment>? Moved;

    /// <summary>Adds audio that is played. Ignored after the end.</summary>
    /// <param name="samples">The interleaved samples of all channels.</param>
    public void Write(ReadOnlySpan<float> samples)
    {
        if (_ended) return;
        var hop = (int)Math.Min(int.MaxValue, _schedule.Hop * Format.Channels);
        while (!samples.IsEmpty) // hop by hop, as it is when it arrives in small parts
        {
            var part = samples[..Math.Min(samples.Length, hop)];
            _ring.Write(part);
            samples = samples[part.Length..];
            Offer(_schedule.LastEnd(_ring.Written / Format.Channels, Interlocked.Read(ref _origin)));
        }
    }

    /// <summary>Adds audio as a recorder delivers it. Ignored after the end.</summary>
    /// <param name="bytes">Samples in <see cref="Format"/>: PCM of 8, 16, 24 or 32 bits or float. A part of a frame waits for its rest.</param>
    /// <exception cref="MediaException">The format is compressed or has another number of bits.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_ended) return;
        if (_converted is null)
        {
            _bytes = new(Format);
            _converted = SampleFormat.Convert(_bytes, "audio");
            _buffer = new float[Math.Max(1, ConvertedSamples / Format.Channels) * Format.Channels];
        }
        _bytes!.Append(bytes);
        while (_converted.Read(_buffer) is > 0 and var read) Write(_buffer.AsSpan(0, read));
    }

    /// <summary>
    /// Starts a new window, which contains nothing that was written before: for the next track, or after a jump. Called by the thread that writes.
    /// Times go on.
    /// </summary>
    public void Restart() => Interlocked.Exchange(ref _origin, _ring.Written / Format.Channels);

    /// <summary>The moments that <see cref="Moved"/> reports from now on, for any number of readers.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The moments, until the monitor ends. Of a reader that falls behind, the oldest of 256 unread moments are dropped.
    /// </returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public IAsyncEnumerable<EmotionMoment> MomentsAsync(CancellationToken cancellationToken = default)
    {
        // from the call on, not from the first read on
        var reader = Channel.CreateBounded<EmotionMoment>(
            new BoundedChannelOptions(BufferedMoments) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            if (_finished) reader.Writer.TryComplete(_error);
            else _readers.Add(reader);
        }
        return ReadAsync(reader, cancellationToken);
    }

    /// <summary>
    /// Ends the monitor when nothing more will be written: the end of the audio is predicted, even if it is shorter than the first window should
    /// be.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; the monitor ends all the same.</param>
    /// <exception cref="MmvaException">A prediction failed.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (!_ended)
        {
            _ended = true;
            Offer(_schedule.FinalEnd(_ring.Written / Format.Channels, Interlocked.Read(ref _origin), isOnly: _offered == 0));
            _due.Writer.TryComplete();
        }
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the monitor at once: a prediction that is being made is canceled. What the predictor threw is not thrown again.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        _due.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Offer(long end)
    {
        if (end <= _offered) return;
        _offered = end;
        _due.Writer.TryWrite(end);
    }

    private async Task PredictAsync()
    {
        try
        {
            await foreach (var end in _due.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                var start = _schedule.Start(end, Interlocked.Read(ref _origin));
                if (start >= end) continue; // restarted since
                var samples = _window.AsMemory(0, (int)(end - start) * Format.Channels);
                if (!_ring.TryCopy(start * Format.Channels, samples.Span)) Interlocked.Increment(ref _dropped);
                else if (await _windows.PredictAsync(samples, start, _stop.Token).ConfigureAwait(false) is { } moment) Report(moment);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // disposed of
        }
        catch (Exception e)
        {
            _error = e;
            LogFailed(e);
            throw;
        }
        finally
        {
            _ended = true;
            lock (_lock)
            {
                _finished = true;
                foreach (var reader in _readers) reader.Writer.TryComplete(_error);
                _readers.Clear();
            }
        }
    }

    private void Report(EmotionMoment moment)
    {
        _current = moment;
        lock (_lock)
            foreach (var reader in _readers) reader.Writer.TryWrite(moment);
        try
        {
            Moved?.Invoke(this, moment);
        }
        catch (Exception e)
        {
            LogHandler(e);
        }
    }

    private async IAsyncEnumerable<EmotionMoment> ReadAsync(
        Channel<EmotionMoment> reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var moment in reader.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return moment;
        }
        finally
        {
            lock (_lock) _readers.Remove(reader);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The monitor has ended: a prediction failed.")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler of the monitor failed.")]
    private partial void LogHandler(Exception error);
}

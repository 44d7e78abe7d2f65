using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Mmva.Files;

namespace Mmva.Training;

/// <summary>
/// Logs a training run in a folder: <c>log.csv</c> with a row per epoch, a TensorBoard event file, and <c>curves.html</c>, a page with the curves
/// that needs nothing else. Pass it to <see cref="MmvaTrainer.Train"/>.
/// </summary>
/// <remarks>
/// <para>
/// A run that was killed and resumed has every epoch exactly once: what was logged after its checkpoint is removed when the log is opened. For this,
/// reports must arrive at once and in order, as the trainer makes them; behind a <see cref="Progress{T}"/>, which passes them on later, the last
/// epochs before a kill can be missing.
/// </para>
/// <para>
/// Once it is open, the log never stops the training: what cannot be written, on a full disk for example, is kept in memory, reported by
/// <see cref="Failure"/>, and written after the next epoch that it can be.
/// </para>
/// <para>Thread-safe. Only one program at a time can log in a folder.</para>
/// </remarks>
public sealed partial class TrainingLog : IProgress<TrainingProgress>, IDisposable
{
    private const string LockName = ".lock";

    private static readonly TimeSpan PageInterval = TimeSpan.FromSeconds(10);

    // rewriting a long page must not become the work
    private const int PageShare = 50;

    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly ILogger? _logger;
    private readonly CurvesPage _page;
    private readonly bool _similarityHead;
    private readonly double _secondsBefore;
    private readonly FileStream _ownership;
    private readonly AppendFile _table, _events;
    private readonly List<EpochRow> _rows;
    private TrainingProgress? _latest;
    private TimeSpan _nextPage;
    private int _inTable, _inEvents;
    private bool _isDisposed;

    private TrainingLog(
        string folder, MmvaTrainer trainer, FileStream ownership, IProgress<TrainingProgress>? progress, double? trivialScore, ILogger? logger,
        Func<string, Stream> open)
    {
        Folder = folder;
        _ownership = ownership;
        _progress = progress;
        _logger = logger;
        _similarityHead = trainer.Model.Options.SimilarityHead;
        _page = new(Path.Combine(folder, CurvesPage.FileName), _similarityHead, trivialScore);
        RunIdentity.Claim(folder, trainer);

        var path = Path.Combine(folder, EpochTable.FileName);
        var stream = open(path);
        try
        {
            (_rows, var length) = EpochTable.Read(path, stream, trainer.Epoch);
            _table = new(stream, length);
            if (length == 0) _table.Append(Encoding.ASCII.GetBytes(EpochTable.Header));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        _inTable = _rows.Count;
        _secondsBefore = _rows.Count > 0 ? _rows[^1].Seconds : 0;
        if (_rows.Count < trainer.Epoch && _logger is not null) LogGap(_logger, folder, _rows.Count, trainer.Epoch);
        try
        {
            var events = open(EventFile.PathIn(folder, DateTimeOffset.UtcNow));
            var (step, end) = EventFile.Read(events, _rows.Count > 0 ? _rows[^1].Step : 0);
            _events = new(events, end);
            if (end == 0) _events.Append(EventRecord.Version(DateTimeOffset.UtcNow));
            _inEvents = _rows.FindLastIndex(row => row.Step <= step) + 1;
        }
        catch
        {
            _table.Dispose();
            _events?.Dispose();
            throw;
        }
    }

    /// <summary>The folder of the log.</summary>
    public string Folder { get; }

    /// <summary>Why a part of the log is not written at the moment, or <see langword="null"/> if all is.</summary>
    public MmvaException? Failure { get; private set; }

    /// <summary>
    /// Opens the log of a run, after <see cref="MmvaTrainer.Resume"/> if it is resumed. In a new folder it begins; in the folder of the same run it
    /// goes back to the last epoch that the trainer has completed.
    /// </summary>
    /// <param name="folder">The folder; created when missing.</param>
    /// <param name="trainer">The trainer, in the state from which it will go on.</param>
    /// <param name="progress">Receives the same reports, after they are logged; optional.</param>
    /// <param name="trivialScore">
    /// The validation score of the trivial predictor, which the page shows next to the model's, or <see langword="null"/> for none.
    /// </param>
    /// <param name="logger">The logger; optional.</param>
    /// <exception cref="MmvaException">
    /// The folder cannot be written to, has the log of another run or a damaged one, or another program logs there.
    /// </exception>
    public static TrainingLog Open(
        string folder, MmvaTrainer trainer, IProgress<TrainingProgress>? progress = null, double? trivialScore = null, ILogger? logger = null) =>
        Open(folder, trainer, progress, trivialScore, logger, OpenFile);

    internal static TrainingLog Open(
        string folder, MmvaTrainer trainer, IProgress<TrainingProgress>? progress, double? trivialScore, ILogger? logger, Func<string, Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        FileStream? ownership = null;
        try
        {
            Directory.CreateDirectory(folder);
            ownership = FileLock.TryOpen(Path.Combine(folder, LockName))
                ?? throw new MmvaException($"{folder}: another program is logging a training run here. Choose another folder for the log.");
            return new(folder, trainer, ownership, progress, trivialScore, logger, open);
        }
        catch (Exception e)
        {
            if (ownership is not null) Release(ownership);
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new MmvaException($"{folder}: the log of the training run cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Logs a report: an epoch if it has just ended. Never throws because of the log itself.</summary>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_lock)
        {
            if (!_isDisposed) Log(value);
        }
        _progress?.Report(value);
    }

    /// <summary>Writes what is not written yet, and closes the files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (Write()) Try(() => _page.Write(_rows, _latest, Elapsed, isRunning: false));
            _table.Dispose();
            _events.Dispose();
            Release(_ownership);
        }
    }

    private TimeSpan Elapsed => TimeSpan.FromSeconds(_secondsBefore) + _watch.Elapsed;

    private void Log(TrainingProgress value)
    {
        _latest = value;
        var ended = value.Step == value.Epoch * (value.Steps / value.Epochs);
        if (ended && (_rows.Count == 0 || value.Epoch > _rows[^1].Epoch))
        {
            _rows.Add(new(value.Epoch, value.Step, value.LearningRate, value.Loss, value.ValidationScore, Elapsed.TotalSeconds));
            Write();
        }
        if (_watch.Elapsed < _nextPage || Failure is not null) return;
        var start = _watch.Elapsed;
        Try(() => _page.Write(_rows, _latest, Elapsed, isRunning: true));
        var cost = (_watch.Elapsed - start) * PageShare;
        _nextPage = _watch.Elapsed + (cost > PageInterval ? cost : PageInterval);
    }

    /// <returns>Whether all rows are written.</returns>
    private bool Write()
    {
        var before = Failure;
        Failure = null;
        Try(() =>
        {
            for (; _inTable < _rows.Count; _inTable++) _table.Append(EpochTable.Line(_rows[_inTable], _similarityHead));
        });
        Try(() =>
        {
            for (; _inEvents < _rows.Count; _inEvents++)
                _events.Append(EventRecord.Scalars(DateTimeOffset.UtcNow, _rows[_inEvents].Step, Scalars(_rows[_inEvents])));
        });
        if (before is null && Failure is { } failure && _logger is not null) LogFailure(_logger, failure.Message);
        return Failure is null;
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MmvaException)
        {
            Failure = new($"{Folder}: the log of the training run cannot be written, and training goes on without: {e.Message}", e);
        }
    }

    private IEnumerable<(string Tag, double Value)> Scalars(EpochRow row)
    {
        yield return ("loss/total", row.Loss.Total);
        yield return ("loss/image", row.Loss.Image);
        yield return ("loss/music", row.Loss.Music);
        yield return ("loss/caption", row.Loss.Caption);
        if (_similarityHead) yield return ("loss/similarity", row.Loss.Similarity);
        yield return ("learning_rate", row.LearningRate);
        yield return ("epoch", row.Epoch);
        if (row.ValidationScore is { } score) yield return ("validation/score", score);
    }

    // without a buffer: what the process has written survives when it is killed
    private static FileStream OpenFile(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    private static void Release(FileStream ownership)
    {
        ownership.Dispose();
        AtomicFile.TryDelete(ownership.Name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    private static partial void LogFailure(ILogger logger, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder}: the log has {Logged} of the {Completed} epochs before the checkpoint")]
    private static partial void LogGap(ILogger logger, string folder, int logged, int completed);
}

using System.Numerics.Tensors;
using System.Runtime.Intrinsics.X86;
using Mmva.Numerics;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Trained musicnn models on the same windows, with a third of the multiplications of their graph: every convolution is a product of matrices between
/// the points of <see cref="MinimalFilter"/>, and the maximum over the bands is taken before a result leaves the cache.
/// </summary>
/// <remarks>
/// Results have the same bits for any number of threads and windows. Safe to use from several threads; their runs take turns.
/// </remarks>
internal sealed unsafe class MusicnnNetwork : IDisposable
{
    /// <summary>Windows of a run, at most; more would only take more memory.</summary>
    public const int MaxWindows = 6;

    private const int Frames = LogMelSpectrogram.WindowFrames, WindowFloats = Frames * LogMelSpectrogram.Bands;
    private const int Pooled = 2 * MusicnnParts.AllChannels, MaxWidth = 64;

    // a part of the front's work is a tile of filters on a quarter of a window
    private const int PartsOfTile = 4, SixesOfPart = TransformedWindow.Sixes / PartsOfTile;

    private readonly int _models;
    private readonly WorkerPool _pool;
    private readonly (FrontFilters Filters, int Tile)[] _front;
    private readonly MiddleFilters[][] _middle;
    private readonly MusicnnParts.Layer[] _backEnd;
    private readonly FilterPanels[] _backPanels;
    private readonly AlignedFloats _inputs, _maps, _pooled, _zeros = new(MaxWidth);
    private readonly Lock _turn = new();

    private bool _disposed;

    public MusicnnNetwork(IReadOnlyList<MusicnnParts> models, int threads, SimdLevel level)
    {
        _models = models.Count;
        FrontFilters[] front =
        [
            .. Enumerable.Range(0, 2).Select(layer => new TimbralFilters(models, layer, level)),
            .. Enumerable.Range(2, 3).Select(layer => new TemporalFilters(models, layer, level)),
        ];
        _front = [.. front.SelectMany(filters => filters.Panels.Tiles.Select((_, tile) => (filters, tile)))];
        _middle = [.. models.Select(model => model.Middle.Select(layer => new MiddleFilters(layer, level)).ToArray())];
        _backEnd = [.. models.Select(model => model.BackEnd)];
        _backPanels =
        [
            .. _backEnd.Select(layer => new FilterPanels(level, layer.Channels, 1, Pooled, (column, filter) =>
                TensorPrimitives.ConvertChecked<float, double>(layer.Weight.AsSpan(column * Pooled, Pooled), filter))),
        ];
        _inputs = new(MaxWindows * TransformedWindow.Floats);
        _maps = new(MaxWindows * _models * MusicnnMaps.ModelFloats);
        _pooled = new(MaxWindows * _models * Pooled);
        _pool = new(threads, level);
    }

    /// <summary>Whether the processor multiplies and adds vectors at once; on others ONNX Runtime is faster, or known to be right.</summary>
    public static bool IsSupported { get; } = SimdLevels.Best >= SimdLevel.Vector256 && Fma.IsSupported;

    /// <summary>Reads the models from their weights.</summary>
    /// <param name="weights">One model each.</param>
    /// <param name="threads">Threads, or 0 for one per processor.</param>
    /// <exception cref="WeightFileException">A tensor is missing, wrong or unknown.</exception>
    public static MusicnnNetwork Load(IEnumerable<ModelWeights> weights, int threads) =>
        new([.. weights.Select(model => new MusicnnParts(model))], threads > 0 ? threads : Environment.ProcessorCount, SimdLevels.Best);

    /// <summary>Runs the models.</summary>
    /// <param name="windows">Log-mel windows [windows, 187, 96], at most <see cref="MaxWindows"/>.</param>
    /// <param name="features">The penultimate layers [windows, 200 · models].</param>
    public void Run(ReadOnlyMemory<float> windows, Memory<float> features)
    {
        var count = windows.Length / WindowFloats;
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _pool.Run(new InputWork(this, windows), count * TransformedWindow.Inputs);
            _pool.Run(new FrontWork(this, count), _front.Length * count * PartsOfTile);
            _pool.Run(new MiddleWork(this), count * _models);
            _pool.Run(new BackWork(this, count, features), _models * _backPanels[0].Tiles.Length);
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            _pool.Dispose();
        }
    }

    private TransformedWindow Input(int window) => new(_inputs.Pointer + window * TransformedWindow.Floats);

    private MusicnnMaps Maps(int window) => new(_maps.Pointer + window * _models * MusicnnMaps.ModelFloats);

    private readonly struct InputWork(MusicnnNetwork network, ReadOnlyMemory<float> windows) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            var (window, input) = Math.DivRem(part, TransformedWindow.Inputs);
            fixed (float* memory = scratch.Tile(TransformedWindow.ScratchFloats))
                network.Input(window).Transform(input, windows.Span.Slice(window * WindowFloats, WindowFloats), network._pool.Level, memory);
        }
    }

    private readonly struct FrontWork(MusicnnNetwork network, int windows) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            // consecutive parts have the same weights, which then stay in the cache
            var (job, rest) = Math.DivRem(part, windows * PartsOfTile);
            var (window, quarter) = Math.DivRem(rest, PartsOfTile);
            var (filters, tile) = network._front[job];
            fixed (float* memory = scratch.Tile(FrontFilters.ScratchFloats))
                for (var i = 0; i < SixesOfPart; i++)
                    filters.Compute(tile, network.Input(window), network.Maps(window), quarter * SixesOfPart + i, memory);
        }
    }

    private readonly struct MiddleWork(MusicnnNetwork network) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            var (model, window) = (part % network._models, part / network._models);
            var maps = network.Maps(window);
            const int channels = MusicnnParts.MiddleChannels, first = MusicnnParts.FrontChannels;
            fixed (float* memory = scratch.Panel(MiddleFilters.ScratchFloats(first)))
                for (var layer = 0; layer < MusicnnParts.MiddleLayers; layer++)
                {
                    var (from, to) = (layer == 0 ? 0 : first + (layer - 1) * channels, first + layer * channels);
                    network._middle[model][layer].Compute(maps, model, from, to, residual: layer == 0 ? -1 : from, memory);
                }
            var pooled = network._pooled.Span.Slice(part * Pooled, Pooled);
            for (var channel = 0; channel < MusicnnParts.AllChannels; channel++)
                (pooled[channel], pooled[MusicnnParts.AllChannels + channel]) = maps.MaxAndMean(model, channel);
        }
    }

    private readonly struct BackWork(MusicnnNetwork network, int windows, Memory<float> features) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            var (tile, model) = Math.DivRem(part, network._models);
            var (layer, panels) = (network._backEnd[model], network._backPanels[model]);
            var (start, width) = panels.Tiles[tile];
            var count = Math.Min(width, layer.Channels - start);
            fixed (float* memory = scratch.Tile(MaxWindows * MaxWidth))
            {
                var pooled = network._pooled.Pointer + model * Pooled;
                panels.Multiply(tile, 0, pooled, network._models * Pooled, 1, windows, network._zeros.Pointer, 0, memory, width);
                for (var window = 0; window < windows; window++)
                {
                    var values = features.Span.Slice((window * network._models + model) * layer.Channels + start, count);
                    TensorPrimitives.Add(new Span<float>(memory + window * width, count), layer.Bias.AsSpan(start, count), values);
                    TensorPrimitives.Max(values, layer.Norm.Low.AsSpan(start, count), values);
                    TensorPrimitives.Min(values, layer.Norm.High.AsSpan(start, count), values);
                }
            }
        }
    }
}

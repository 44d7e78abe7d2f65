using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>A loaded LP-MusicCaps: its spectrogram, its encoder of audio and its decoder of text. Safe to use from several threads.</summary>
internal sealed class LpMusicCapsTower : IDisposable
{
    private readonly ModelWeights _weights;
    private readonly Precision _precision;
    private readonly LpMusicCapsSpectrogram _spectrogram;
    private readonly TowerSession _audio, _text;
    private readonly string[] _crossNames;

    /// <param name="shape">The sizes of the model.</param>
    /// <param name="weights">The weights; they are closed with the tower, and if it cannot be loaded.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="options">Threads and execution provider.</param>
    public LpMusicCapsTower(BartShape shape, ModelWeights weights, Precision precision, OnnxSessionOptions? options = null)
    {
        Shape = shape;
        _weights = weights;
        _precision = precision;
        _crossNames = [.. Enumerable.Range(0, shape.Decoder.Layers)
            .SelectMany(layer => new[] { LpMusicCapsGraphs.CrossKey(layer), LpMusicCapsGraphs.CrossValue(layer) })];
        try
        {
            var graphs = LpMusicCapsGraphs.Build(shape, weights, precision);
            _spectrogram = graphs.Spectrogram;
            _audio = new TowerSession(graphs.Audio, options, []);
            _text = new TowerSession(graphs.Text, options, []);
        }
        catch
        {
            _audio?.Dispose();
            weights.Dispose();
            throw;
        }
    }

    public BartShape Shape { get; }

    /// <summary>Values of <see cref="LpMusicCapsGraphs.CrossKey"/> or <see cref="LpMusicCapsGraphs.CrossValue"/> per chunk.</summary>
    public int CrossSize => AudioFrontEnd.Positions * Shape.Width;

    /// <summary>Runs the encoder over one chunk.</summary>
    /// <param name="samples">At most 160,000 samples at 16 kHz, at least 1; silence follows shorter audio.</param>
    /// <param name="chunk">The index of the chunk in <paramref name="cross"/>.</param>
    /// <param name="cross">What the decoder attends to: two arrays for each of its layers, [chunks, <see cref="CrossSize"/>] each.</param>
    /// <param name="states">[32, width], or <see langword="null"/> for none.</param>
    public void Encode(ReadOnlySpan<float> samples, int chunk, float[][] cross, float[]? states = null)
    {
        var tensors = new List<OrtValue>();
        try
        {
            int heads = Shape.Decoder.Heads, head = Shape.Width / heads;
            var outputs = new Dictionary<string, OrtValue>();
            for (var i = 0; i < cross.Length; i++)
            {
                long[] shape = i % 2 == 0 ? [1, heads, head, AudioFrontEnd.Positions] : [1, heads, AudioFrontEnd.Positions, head];
                outputs[_crossNames[i]] = Keep(OrtTensor.Over(cross[i].AsMemory(chunk * CrossSize, CrossSize), shape));
            }
            if (states is not null)
                outputs[LpMusicCapsGraphs.States] = Keep(OrtTensor.Over(states.AsMemory(), 1, AudioFrontEnd.Positions, Shape.Width));
            var mel = Keep(OrtTensor.Over(_spectrogram.Compute(samples).AsMemory(), 1, AudioFrontEnd.Bands, AudioFrontEnd.Frames));
            _audio.Run(new Dictionary<string, OrtValue> { [LpMusicCapsGraphs.Mel] = mel }, outputs);
        }
        finally
        {
            foreach (var tensor in tensors) tensor.Dispose();
        }

        OrtValue Keep(OrtValue tensor)
        {
            tensors.Add(tensor);
            return tensor;
        }
    }

    /// <summary>Starts the texts of some chunks; dispose of the result.</summary>
    /// <param name="cross">Written by <see cref="Encode"/>; it is changed later.</param>
    /// <param name="chunks">The number of chunks.</param>
    public DecoderState Start(float[][] cross, int chunks) => new(this, _text, cross, _crossNames, chunks);

    /// <summary>Writes both graphs, with only standard ONNX operators.</summary>
    /// <exception cref="MmvaException">A file cannot be written.</exception>
    public void SaveOnnx(string audioPath, string textPath)
    {
        var graphs = LpMusicCapsGraphs.Build(Shape, _weights, _precision, standardOnly: true);
        graphs.Audio.Save(audioPath);
        graphs.Text.Save(textPath);
    }

    public void Dispose()
    {
        _audio.Dispose();
        _text.Dispose();
        _weights.Dispose();
    }
}

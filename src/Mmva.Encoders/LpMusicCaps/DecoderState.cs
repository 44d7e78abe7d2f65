using Microsoft.ML.OnnxRuntime;

namespace Mmva.Encoders;

/// <summary>Texts of some chunks while they are written: what their tokens left behind in the layers of the decoder. Not thread-safe.</summary>
/// <param name="tower">The model.</param>
/// <param name="session">Its decoder.</param>
/// <param name="cross">What the decoder attends to, [chunks, values] for each of its inputs; chunks are removed in place.</param>
/// <param name="crossNames">The names of these inputs.</param>
/// <param name="chunks">The number of chunks.</param>
internal sealed class DecoderState(LpMusicCapsTower tower, TowerSession session, float[][] cross, string[] crossNames, int chunks)
    : ITextDecoder, IDisposable
{
    private readonly string[] _outputs = [LpMusicCapsGraphs.Logits, .. Pasts(tower, LpMusicCapsGraphs.PresentKey, LpMusicCapsGraphs.PresentValue)];
    private readonly string[] _pasts = [.. Pasts(tower, LpMusicCapsGraphs.PastKey, LpMusicCapsGraphs.PastValue)];
    private int _chunks = chunks, _length;
    private IDisposableReadOnlyCollection<OrtValue>? _present;

    public int Vocabulary => tower.Shape.Vocabulary;

    public void Next(long[] tokens, long[] parents, Span<float> logits)
    {
        var shape = tower.Shape;
        int heads = shape.Decoder.Heads, head = shape.Width / heads;
        var inputs = new Dictionary<string, OrtValue>();
        var own = new List<OrtValue>();
        try
        {
            Add(LpMusicCapsGraphs.Tokens, OrtTensor.Over(tokens.AsMemory(), _chunks, tokens.Length / _chunks));
            Add(LpMusicCapsGraphs.Parents, OrtTensor.Over(parents.AsMemory(), parents.Length));
            Add(LpMusicCapsGraphs.Position, OrtTensor.Over(new long[] { _length }.AsMemory(), 1));
            for (var i = 0; i < cross.Length; i++)
            {
                long[] sizes = i % 2 == 0 ? [_chunks, heads, head, AudioFrontEnd.Positions] : [_chunks, heads, AudioFrontEnd.Positions, head];
                Add(crossNames[i], OrtTensor.Over(cross[i].AsMemory(0, _chunks * tower.CrossSize), sizes));
                if (_present is null)
                    Add(_pasts[i], OrtValue.CreateAllocatedTensorValue(
                        OrtAllocator.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, [tokens.Length, heads, 0, head]));
                else inputs[_pasts[i]] = _present[i + 1];
            }
            var present = session.Run(inputs, _outputs);
            _present?.Dispose();
            _present = present;
            _length++;
            present[0].GetTensorDataAsSpan<float>().CopyTo(logits);
        }
        finally
        {
            foreach (var tensor in own) tensor.Dispose();
        }

        void Add(string name, OrtValue tensor)
        {
            own.Add(tensor);
            inputs[name] = tensor;
        }
    }

    public void Keep(IReadOnlyList<int> kept)
    {
        var size = tower.CrossSize;
        for (var i = 0; i < kept.Count; i++)
            foreach (var values in cross) values.AsSpan(kept[i] * size, size).CopyTo(values.AsSpan(i * size));
        _chunks = kept.Count;
    }

    public void Dispose() => _present?.Dispose();

    private static IEnumerable<string> Pasts(LpMusicCapsTower tower, Func<int, string> key, Func<int, string> value) =>
        Enumerable.Range(0, tower.Shape.Decoder.Layers).SelectMany(layer => new[] { key(layer), value(layer) });
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Reads the weights of a model strictly: each is asked for by key and shape, and <see cref="Finish"/> names in one exception
/// everything that was missing, wrong or left over.
/// </summary>
/// <remarks>
/// A missing weight reads as zeros until then, so that one run finds all faults. Not thread-safe.
/// </remarks>
internal sealed class WeightReader
{
    private readonly Ledger _ledger;
    private readonly string _scope;

    /// <summary>Starts reading.</summary>
    /// <param name="weights">The weights; they stay open for as long as what was read is used.</param>
    /// <param name="rename">
    /// From a key of the file to that of the model, so that one model reads several spellings; null ignores a tensor (heads, other towers, buffers).
    /// </param>
    public WeightReader(ModelWeights weights, Func<string, string?>? rename = null) : this(new Ledger(weights, rename ?? (key => key)), "") { }

    private WeightReader(Ledger ledger, string scope)
    {
        _ledger = ledger;
        _scope = scope;
    }

    /// <summary>A reader whose keys begin with <paramref name="part"/> and a dot.</summary>
    public WeightReader Scope(string part) => new(_ledger, $"{_scope}{part}.");

    /// <summary>Whether the file has a tensor of this key.</summary>
    public bool Contains(string key) => _ledger.Tensors.ContainsKey(_scope + key);

    /// <summary>A weight as float32: a view of the file if it is stored so, otherwise converted from float16, bfloat16 or float64.</summary>
    /// <param name="key">The key of the model, within the scope; it becomes the name of the tensor.</param>
    /// <param name="shape">The shape that it must have.</param>
    public Tensor Float32(string key, params ReadOnlySpan<int> shape)
    {
        var name = _scope + key;
        if (!_ledger.Tensors.TryGetValue(name, out var stored))
        {
            _ledger.Missing.Add($"{name} [{string.Join(", ", shape.ToArray())}]");
            return _ledger.Placeholder(name, shape);
        }
        _ledger.Used.Add(name);
        if (!stored.Shape.SequenceEqual(shape.ToArray()))
        {
            _ledger.Wrong.Add($"{stored.Name} is [{string.Join(", ", stored.Shape)}], [{string.Join(", ", shape.ToArray())}] is required");
            return _ledger.Placeholder(name, shape);
        }
        switch (stored.Type)
        {
            case TensorType.Float32 when IsAligned(stored.Bytes.Span):
                return Tensor.FromBytes(name, TensorType.Float32, stored.Bytes, shape.ToArray());
            case TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16 or TensorType.Float64:
                return Tensor.FromBytes(name, TensorType.Float32, new ConvertedFloats(stored).Memory, shape.ToArray());
            default:
                _ledger.Wrong.Add(
                    $"{stored.Name} contains {stored.TypeName}, where floating-point values are required (quantized weights are not supported)");
                return _ledger.Placeholder(name, shape);
        }
    }

    /// <summary>
    /// A matrix as float32, or as it is stored if that is 8-bit rows with a scale each (<c>KEY.scale</c>): weight[r, c] = q[r, c] · scale[r].
    /// </summary>
    public (Tensor Weight, Tensor? Scale) Rows(string key, int rows, int columns)
    {
        var name = _scope + key;
        if (!_ledger.Tensors.TryGetValue(name, out var stored) || stored.Type != TensorType.Int8 || !stored.Shape.SequenceEqual([rows, columns])
            || !Contains(key + ".scale"))
            return (Float32(key, rows, columns), null);
        _ledger.Used.Add(name);
        return (Tensor.FromBytes(name, TensorType.Int8, stored.Bytes, rows, columns), Float32(key + ".scale", rows));
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="WeightFileException">
    /// A weight was missing, of another shape or type, stored under two spellings, or never used; all of them are named. A tensor that is never
    /// used is no fault if all that are have other types.
    /// </exception>
    public void Finish() => _ledger.Finish();

    // old safetensors files and pickles have tensors at any address; native code may rely on alignment
    private static unsafe bool IsAligned(ReadOnlySpan<byte> bytes) =>
        (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)) % sizeof(float) == 0;

    /// <summary>What was requested and what was found, shared by all scopes.</summary>
    private sealed class Ledger
    {
        private const int MaxPlaceholderBytes = 1 << 28;

        private readonly ModelWeights _weights;
        private readonly List<string> _twice = [];
        private byte[] _zeros = [];

        public Ledger(ModelWeights weights, Func<string, string?> rename)
        {
            _weights = weights;
            foreach (var (key, tensor) in weights.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
                if (rename(key) is { } name && !Tensors.TryAdd(name, tensor)) _twice.Add($"{key} and {Tensors[name].Name}");
        }

        public Dictionary<string, Tensor> Tensors { get; } = [];
        public HashSet<string> Used { get; } = [];
        public List<string> Missing { get; } = [];
        public List<string> Wrong { get; } = [];

        public Tensor Placeholder(string name, ReadOnlySpan<int> shape)
        {
            long bytes = sizeof(float);
            foreach (var size in shape) bytes = Math.Min(bytes * size, MaxPlaceholderBytes + 1L);
            if (bytes > MaxPlaceholderBytes) Finish(midway: true); // the size comes from a damaged configuration
            if (_zeros.Length < bytes) _zeros = GC.AllocateArray<byte>((int)bytes, pinned: true);
            return Tensor.FromBytes(name, TensorType.Float32, _zeros.AsMemory(0, (int)bytes), shape.ToArray());
        }

        public void Finish(bool midway = false)
        {
            // what has another type than all weights of the model is none: counters, masks, the weights of something else
            var used = Used.Select(name => Tensors[name].Type).ToHashSet();
            var unused = midway
                ? []
                : Tensors.Where(t => !Used.Contains(t.Key) && (used.Count == 0 || used.Contains(t.Value.Type))).Select(t => t.Value.ToString())
                    .Order(StringComparer.Ordinal).ToList();
            string[] faults =
            [
                .. List("missing", Missing), .. List(
                    "of a wrong shape or type", Wrong), .. List("under two names", _twice), .. List("not used by the model", unused),
            ];
            if (faults.Length > 0) throw new WeightFileException(_weights.Path, $"does not fit the model: {string.Join("; ", faults)}.");
        }

        private static IEnumerable<string> List(string fault, List<string> names) =>
            names.Count == 0 ? [] : [$"{names.Count} {fault}: {string.Join(", ", names)}"];
    }
}

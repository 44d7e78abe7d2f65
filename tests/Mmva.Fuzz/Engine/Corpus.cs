using System.Buffers.Binary;

namespace Mmva.Fuzz.Engine;

/// <summary>
/// The inputs that are changed into new ones: the seeds of the target, and inputs that took new edges, which a file keeps for the next worker.
/// </summary>
internal sealed class Corpus : IDisposable
{
    /// <summary>The most inputs that are kept.</summary>
    public const int MaxInputs = 20_000;

    private readonly List<byte[]> _inputs = [];
    private readonly FileStream _file;

    public Corpus(string path, IEnumerable<byte[]> seeds)
    {
        _inputs.AddRange(seeds);
        Seeds = _inputs.Count;
        if (Seeds == 0) throw new InvalidOperationException("A target needs a seed.");
        _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Span<byte> length = stackalloc byte[sizeof(int)];
        while (_file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == length.Length)
        {
            var input = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            _file.ReadExactly(input);
            _inputs.Add(input);
        }
    }

    public int Seeds { get; }

    public int Count => _inputs.Count;

    public byte[] this[int index] => _inputs[index];

    public void Add(byte[] input)
    {
        if (_inputs.Count == MaxInputs) return;
        _inputs.Add(input);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, input.Length);
        _file.Write(length);
        _file.Write(input);
        _file.Flush();
    }

    /// <summary>A seed, one of the newest, or any.</summary>
    public byte[] Pick(FuzzRandom random) => random.Below(8) switch
    {
        0 => _inputs[random.Below(Seeds)],
        < 4 => _inputs[Math.Max(0, _inputs.Count - 1 - random.Below(32))],
        _ => _inputs[random.Below(_inputs.Count)],
    };

    public void Dispose() => _file.Dispose();
}

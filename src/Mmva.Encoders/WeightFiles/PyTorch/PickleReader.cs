using System.Buffers.Binary;
using System.Text;
using Mmva.WeightFiles;
using Op = Mmva.Encoders.PyTorch.PickleOpcodes;

namespace Mmva.Encoders.PyTorch;

/// <summary>Reads one pickle of a checkpoint, building tensors (as descriptions) and dictionaries, and refusing everything else by name.</summary>
/// <remarks>Nothing is ever executed. Length and number of operations are capped, and so is what a hostile pickle can allocate.</remarks>
internal sealed class PickleReader
{
    public const int MaxBytes = 16 << 20;

    private const int MaxOperations = 2_000_000, MaxRank = 16, MaxProtocol = 2;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly HashSet<StorageReference> _storages = [];
    private int _operations;

    private PickleReader(string path) => _path = path;

    /// <summary>Reads the pickle at the start of some bytes.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="bytes">Begins with the pickle.</param>
    /// <exception cref="WeightFileException">The pickle is damaged or too large, or contains something that is not supported.</exception>
    public static Pickle Read(string path, ReadOnlySpan<byte> bytes)
    {
        var cursor = new PickleCursor(path, bytes);
        var reader = new PickleReader(path);
        return new(reader.Run(ref cursor), cursor.Position, reader._storages);
    }

    private object? Run(ref PickleCursor cursor)
    {
        for (; ; Charge(1))
        {
            var opcode = cursor.Byte();
            if (opcode == Op.Stop) return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw Damaged("it ends in the middle");
            Execute(opcode, ref cursor);
        }
    }

    private void Charge(int operations)
    {
        if ((_operations += operations) is < 0 or > MaxOperations)
            throw new WeightFileException(_path, $"its pickle takes more than {MaxOperations} operations.");
    }

    private void Execute(byte opcode, ref PickleCursor cursor)
    {
        switch (opcode)
        {
            case Op.Protocol:
                if (cursor.Byte() is var protocol and > MaxProtocol)
                    throw new WeightFileException(
                        _path,
                        $"refused: its pickle is of protocol {protocol}, and torch.save writes {MaxProtocol} by default. {PickleGlobal.WayOut}");
                break;
            case Op.None: _stack.Add(null); break;
            case Op.True: _stack.Add(true); break;
            case Op.False: _stack.Add(false); break;
            case Op.UInt8: _stack.Add((long)cursor.Byte()); break;
            case Op.UInt16: _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(cursor.Bytes(2))); break;
            case Op.Int32: _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(cursor.Bytes(4))); break;
            case Op.Long: _stack.Add(cursor.Long()); break;
            case Op.Float64: _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(cursor.Bytes(8))); break;
            case Op.ShortString: _stack.Add(Encoding.Latin1.GetString(cursor.Bytes(cursor.Byte()))); break;
            case Op.Unicode: _stack.Add(Text(cursor.Bytes(cursor.UInt32()))); break;
            case Op.EmptyDictionary: _stack.Add(new PickleDictionary()); break;
            case Op.EmptyList: _stack.Add(new List<object?>()); break;
            case Op.EmptyTuple: _stack.Add(Array.Empty<object?>()); break;
            case Op.EmptySet: _stack.Add(PickleInert.Value); break;
            case Op.Mark: _marks.Push(_stack.Count); break;
            case Op.Tuple: _stack.Add(PopToMark()); break;
            case Op.Tuple1: _stack.Add(Pop(1)); break;
            case Op.Tuple2: _stack.Add(Pop(2)); break;
            case Op.Tuple3: _stack.Add(Pop(3)); break;
            case Op.Put: _memo[cursor.Byte()] = Top(); break;
            case Op.LongPut: _memo[cursor.UInt32()] = Top(); break;
            case Op.Get: _stack.Add(Recall(cursor.Byte())); break;
            case Op.LongGet: _stack.Add(Recall(cursor.UInt32())); break;
            case Op.SetItem: SetItems(Pop(2)); break;
            case Op.SetItems: SetItems(PopToMark()); break;
            case Op.Append: Append(Pop(1)); break;
            case Op.Appends: Append(PopToMark()); break;
            case Op.Global:
                var name = $"{Text(cursor.Line())}.{Text(cursor.Line())}";
                _stack.Add(PickleGlobal.Find(name) ?? throw new WeightFileException(_path, PickleGlobal.Refusal(name)));
                break;
            case Op.PersistentId: _stack.Add(Storage(Pop(1)[0])); break;
            case Op.Reduce or Op.NewObject:
                var call = Pop(2);
                _stack.Add(
                    call is [PickleGlobal what, object?[] arguments]
                        ? Make(what, arguments)
                        : throw Damaged("it calls something that is not callable"));
                break;
            case Op.Build:
                Pop(1); // attributes of a dictionary, such as _metadata, are not used
                if (Top() is not (PickleDictionary or PickleInert)) throw Damaged("it sets the state of something that has none");
                break;
            default: throw new WeightFileException(
                _path, $"refused: its pickle uses the operation {Op.NameOf(opcode)}, which no checkpoint of tensors needs. {PickleGlobal.WayOut}");
        }
    }

    private object Make(PickleGlobal what, object?[] arguments)
    {
        switch (what.Kind)
        {
            case PickleGlobalKind.Dictionary:
                var dictionary = new PickleDictionary();
                // Python 2 passes the entries as a list of pairs
                if (arguments is [List<object?> pairs])
                {
                    Charge(pairs.Count);
                    foreach (var pair in pairs)
                        if (pair is IList<object?> and [var key, var value]) dictionary.Set(key, value);
                }
                return dictionary;
            case PickleGlobalKind.Tensor when arguments is [StorageReference storage, long offset, object?[] shape, object?[] strides, ..]:
                return new TensorView(storage, storage.Type, offset, Sizes(shape), Sizes(strides));
            case PickleGlobalKind.TypedTensor when arguments is [StorageReference storage, long offset, object?[] shape, object?[] strides, _, _,
                PickleGlobal { Kind: PickleGlobalKind.ElementType } type, ..]:
                return new TensorView(storage, type.Type, offset, Sizes(shape), Sizes(strides));
            case PickleGlobalKind.Parameter when arguments is [TensorView tensor, ..]: return tensor;
            case PickleGlobalKind.TensorSubclass when arguments is
            [
                PickleGlobal { Kind: PickleGlobalKind.Tensor or PickleGlobalKind.TypedTensor or PickleGlobalKind.Parameter } inner, _,
                object?[] innerArguments, ..,
            ]:
                return Make(inner, innerArguments);
            case PickleGlobalKind.Inert: return PickleInert.Value;
            default: throw Damaged($"it calls '{what.Name}' with invalid arguments");
        }
    }

    private StorageReference Storage(object? id)
    {
        var storage = Describe(id);
        _storages.Add(storage);
        return storage;
    }

    private StorageReference Describe(object? id) => id switch
    {
        object?[] and ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, _, long count] => new(key, type.Type, count),
        object?[] and ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, _, long count, null] =>
            new(key, type.Type, count),
        object?[] and ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, _, long count,
            object?[] and [_, long offset, long]] =>
            new(key, type.Type, count, offset),
        _ => throw Damaged("a reference to a storage is invalid"),
    };

    private long[] Sizes(object?[] sizes) => sizes.Length > MaxRank
        ? throw Damaged($"a tensor has {sizes.Length} dimensions; at most {MaxRank} are read")
        : [.. sizes.Select(s => s as long? ?? throw Damaged("a size is not an integer"))];

    private void SetItems(object?[] items)
    {
        if (Top() is not PickleDictionary dictionary || items.Length % 2 != 0) throw Damaged("it adds items to something that is not a dictionary");
        for (var i = 0; i < items.Length; i += 2) dictionary.Set(items[i], items[i + 1]);
    }

    private void Append(object?[] items)
    {
        if (Top() is not List<object?> list) throw Damaged("it appends to something that is not a list");
        list.AddRange(items);
    }

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw Damaged("its stack runs empty");

    private object?[] Pop(int count)
    {
        if (_stack.Count - Floor < count) throw Damaged("its stack runs empty");
        var items = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark() =>
        _marks.TryPop(out var mark) && mark <= _stack.Count ? Pop(_stack.Count - mark) : throw Damaged("a mark is missing");

    // everything below the last mark is inaccessible
    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private object? Recall(uint index) =>
        _memo.TryGetValue(index, out var value) ? value : throw Damaged($"it recalls value {index}, which it never stored");

    private string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    private WeightFileException Damaged(string reason) => new(_path, $"its pickle is damaged: {reason}.");
}

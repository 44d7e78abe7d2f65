namespace Mmva.Encoders.PyTorch;

/// <summary>The operations of Python's pickle language (pickletools.py) that a checkpoint of tensors needs.</summary>
internal static class PickleOpcodes
{
    public const byte
        Mark = (byte)'(', Stop = (byte)'.', Global = (byte)'c', Reduce = (byte)'R', Build = (byte)'b', NewObject = 0x81, PersistentId = (byte)'Q',
        Protocol = 0x80,
        EmptyDictionary = (byte)'}', EmptyList = (byte)']', EmptyTuple = (byte)')', EmptySet = 0x8f,
        Tuple = (byte)'t', Tuple1 = 0x85, Tuple2 = 0x86, Tuple3 = 0x87,
        SetItem = (byte)'s', SetItems = (byte)'u', Append = (byte)'a', Appends = (byte)'e',
        None = (byte)'N', True = 0x88, False = 0x89, Int32 = (byte)'J', UInt8 = (byte)'K', UInt16 = (byte)'M', Float64 = (byte)'G', Long = 0x8a,
        Unicode = (byte)'X', ShortString = (byte)'U',
        Get = (byte)'h', LongGet = (byte)'j', Put = (byte)'q', LongPut = (byte)'r';

    private static readonly Dictionary<byte, string> Refused = new()
    {
        [(byte)'i'] = "INST", [(byte)'o'] = "OBJ", [0x82] = "EXT1", [0x83] = "EXT2", [0x84] = "EXT4", [(byte)'P'] = "PERSID", [(byte)'I'] = "INT",
        [(byte)'L'] = "LONG", [0x8b] = "LONG4",
        [(byte)'S'] = "STRING", [(byte)'T'] = "BINSTRING", [(byte)'V'] = "UNICODE", [(byte)'F'] = "FLOAT", [(byte)'d'] = "DICT", [(byte)'l'] = "LIST",
        [(byte)'0'] = "POP", [(byte)'1'] = "POP_MARK",
        [(byte)'2'] = "DUP", [(byte)'g'] = "GET", [(byte)'p'] = "PUT", [(byte)'B'] = "BINBYTES", [(byte)'C'] = "SHORT_BINBYTES",
        [0x8c] = "SHORT_BINUNICODE", [0x8d] = "BINUNICODE8", [0x8e] = "BINBYTES8", [0x90] = "ADDITEMS", [0x91] = "FROZENSET", [0x92] = "NEWOBJ_EX",
        [0x93] = "STACK_GLOBAL", [0x94] = "MEMOIZE", [0x95] = "FRAME",
        [0x96] = "BYTEARRAY8", [0x97] = "NEXT_BUFFER", [0x98] = "READONLY_BUFFER",
    };

    /// <summary>The name of an operation that is not executed.</summary>
    public static string NameOf(byte opcode) => Refused.TryGetValue(opcode, out var name) ? $"{name} (0x{opcode:x2})" : $"0x{opcode:x2}";
}

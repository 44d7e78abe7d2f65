using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>The meaning of a name in a pickle. None of them is looked up or called: they specify what to build.</summary>
internal enum PickleGlobalKind
{
    /// <summary>Creates a dictionary.</summary>
    Dictionary,
    /// <summary>Creates a tensor from storage, offset, size and strides.</summary>
    Tensor,
    /// <summary>The same, with an element type.</summary>
    TypedTensor,
    /// <summary>Wraps a tensor.</summary>
    Parameter,
    /// <summary>Creates a tensor through one of the others.</summary>
    TensorSubclass,
    /// <summary>The class of a storage.</summary>
    Storage,
    /// <summary>An element type.</summary>
    ElementType,
    /// <summary>Creates something harmless that is discarded.</summary>
    Inert,
}

/// <summary>A name that a pickle may use.</summary>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind, TensorType Type = default)
{
    public const string WayOut = "If you trust the file, load it in PyTorch and save its state_dict() as safetensors.";

    private static readonly Dictionary<string, PickleGlobal> Known = All().ToDictionary(g => g.Name);

    /// <summary>The meaning of a name, or null if it is refused.</summary>
    public static PickleGlobal? Find(string name) =>
        Known.GetValueOrDefault(name.StartsWith("torch.cuda.", StringComparison.Ordinal) ? "torch." + name["torch.cuda.".Length..] : name);

    /// <summary>Why a name is refused, for users of an honest file.</summary>
    public static string Refusal(string name)
    {
        var what = name switch
        {
            _ when name.Contains("_rebuild_qtensor", StringComparison.Ordinal) || name.StartsWith("torch.Q", StringComparison.Ordinal)
                || name.StartsWith("torch.q", StringComparison.Ordinal) =>
                "it contains quantized tensors",
            _ when name.Contains("sparse", StringComparison.Ordinal) => "it contains sparse tensors",
            _ when name.StartsWith("torch.Complex", StringComparison.Ordinal) || name.StartsWith("torch.complex", StringComparison.Ordinal) =>
                "it contains complex numbers",
            _ when name.StartsWith("__torch__", StringComparison.Ordinal) => "it contains a TorchScript program",
            _ when name.StartsWith("torch.nn.modules.", StringComparison.Ordinal) => "it contains a whole module, which is a program",
            _ => "",
        };
        var found = what.Length > 0 ? $"{what} ('{name}')" : $"its pickle asks for '{name}'";
        return $"refused: {found}; only plain tensors and dictionaries are supported. {WayOut}";
    }

    private static IEnumerable<PickleGlobal> All()
    {
        yield return new("collections.OrderedDict", PickleGlobalKind.Dictionary);
        yield return new("torch._utils._rebuild_tensor", PickleGlobalKind.Tensor);
        yield return new("torch._utils._rebuild_tensor_v2", PickleGlobalKind.Tensor);
        yield return new("torch._utils._rebuild_tensor_v3", PickleGlobalKind.TypedTensor);
        yield return new("torch._utils._rebuild_parameter", PickleGlobalKind.Parameter);
        yield return new("torch._utils._rebuild_parameter_with_state", PickleGlobalKind.Parameter);
        yield return new("torch._tensor._rebuild_from_type_v2", PickleGlobalKind.TensorSubclass);

        (string Storage, string Element, TensorType Type)[] types =
        [
            ("Float", "float32", TensorType.Float32), ("Double", "float64", TensorType.Float64), ("Half", "float16", TensorType.Float16), (
                "BFloat16", "bfloat16", TensorType.BFloat16),
            ("Long", "int64", TensorType.Int64), ("Int", "int32", TensorType.Int32), (
                "Short", "int16", TensorType.Int16), ("Char", "int8", TensorType.Int8), ("Byte", "uint8", TensorType.UInt8),
            ("Bool", "bool", TensorType.Boolean),
        ];
        foreach (var (storage, element, type) in types)
        {
            yield return new($"torch.{storage}Storage", PickleGlobalKind.Storage, type);
            yield return new($"torch.{element}", PickleGlobalKind.ElementType, type);
        }
        yield return new("torch.storage.UntypedStorage", PickleGlobalKind.Storage, TensorType.UInt8);
        yield return new("torch.UntypedStorage", PickleGlobalKind.Storage, TensorType.UInt8);

        foreach (var name in (string[])["collections.Counter", "torch.Size", "torch.device", "torch.Tensor", "torch.nn.parameter.Parameter",
            "torch.serialization._get_layout",
            "_codecs.encode", "builtins.set", "builtins.complex", "builtins.bytearray", "__builtin__.set", "__builtin__.complex",
            "__builtin__.bytearray"])
            yield return new(name, PickleGlobalKind.Inert);
    }
}

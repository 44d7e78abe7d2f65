using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>The content of a pickle.</summary>
/// <param name="Value">The object.</param>
/// <param name="Length">The length of the pickle in bytes.</param>
/// <param name="Storages">All storages that it refers to.</param>
internal sealed record Pickle(object? Value, int Length, IReadOnlyCollection<StorageReference> Storages);

/// <summary>A dictionary of a pickle. Integer keys become text; entries with other keys are dropped, as no weight has such a name.</summary>
internal sealed class PickleDictionary
{
    public Dictionary<string, object?> Entries { get; } = [];

    public void Set(object? key, object? value)
    {
        if (key is string or long)
            Entries[key is long number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : (string)key] = value;
    }
}

/// <summary>A harmless value that is not used: a set, a size, a device.</summary>
internal sealed class PickleInert
{
    public static readonly PickleInert Value = new();
}

/// <summary>A run of elements in the file that tensors are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Count">Elements in the stored run.</param>
/// <param name="Offset">Where a view of it begins (files before PyTorch 0.4 store views of storages).</param>
internal sealed record StorageReference(string Key, TensorType Type, long Count, long Offset = 0);

/// <summary>A tensor as a pickle describes it. Offset and strides count elements.</summary>
internal sealed record TensorView(StorageReference Storage, TensorType Type, long Offset, long[] Shape, long[] Strides);

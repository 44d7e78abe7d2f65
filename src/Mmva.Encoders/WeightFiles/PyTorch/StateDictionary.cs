using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>Finds the tensors in the content of a checkpoint.</summary>
internal static class StateDictionary
{
    private const int MaxDepth = 16, MaxVisits = 200_000, MaxNameLength = 1024;

    /// <summary>
    /// The tensors by name, nested dictionaries joined by dots. Of a training checkpoint only the entry <c>state_dict</c> counts; values that are not
    /// tensors are ignored.
    /// </summary>
    /// <exception cref="WeightFileException">There is no dictionary, no tensor in it, or it is nested without end.</exception>
    public static Dictionary<string, TensorView> Flatten(string path, object? root)
    {
        if (root is not PickleDictionary dictionary)
            throw new WeightFileException(path, "contains no dictionary of tensors; save the state_dict() of the model.");
        if (dictionary.Entries.GetValueOrDefault("state_dict") is PickleDictionary inner) dictionary = inner;
        var tensors = new Dictionary<string, TensorView>();
        var visits = 0;
        Visit(dictionary, "", 0);
        return tensors.Count > 0 ? tensors : throw new WeightFileException(path, "its dictionary contains no tensors.");

        void Visit(PickleDictionary level, string prefix, int depth)
        {
            if (depth > MaxDepth) throw new WeightFileException(path, $"its dictionaries are nested more than {MaxDepth} deep.");
            foreach (var (key, value) in level.Entries)
            {
                // one dictionary can occur many times: a small file may describe a giant tree
                if (++visits > MaxVisits) throw new WeightFileException(path, $"its dictionaries contain more than {MaxVisits} entries.");
                if (prefix.Length + key.Length > MaxNameLength)
                    throw new WeightFileException(path, $"a tensor's name is longer than {MaxNameLength} characters.");
                if (value is PickleDictionary next) Visit(next, $"{prefix}{key}.", depth + 1);
                else if (value is TensorView tensor && !tensors.TryAdd(prefix + key, tensor))
                    throw new WeightFileException(path, $"the tensor '{prefix}{key}' occurs twice.");
            }
        }
    }
}

using Mmva.WeightFiles;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Mmva.Model;

/// <summary>The values of a model as named tensors.</summary>
internal static class StateDict
{
    private const int NamesShown = 10;

    public static IEnumerable<Tensor> Tensors(ParameterValues values, string prefix = "") =>
        values.Layout.Parameters.Select(p => Tensor.FromFloats(prefix + p.Name, values[p], p.Shape));

    /// <summary>Reads all parameters. One exception names all that are missing, unused, of the wrong shape or damaged.</summary>
    /// <param name="layout">The expected parameters.</param>
    /// <param name="file">The file.</param>
    /// <param name="prefix">The prefix of the keys; other keys are ignored.</param>
    /// <exception cref="WeightFileException">The file's tensors are not exactly those of the model.</exception>
    public static ParameterValues Read(ParameterLayout layout, SafetensorsFile file, string prefix = "")
    {
        var values = new ParameterValues(layout);
        List<string> missing = [], misshaped = [], damaged = [];
        var unused = file.Tensors.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToHashSet();
        foreach (var parameter in layout.Parameters)
        {
            var name = prefix + parameter.Name;
            unused.Remove(name);
            if (!file.Tensors.TryGetValue(name, out var tensor)) missing.Add(name);
            else if (!tensor.Shape.SequenceEqual(parameter.Shape))
                misshaped.Add($"{name} is [{string.Join(", ", tensor.Shape)}] instead of [{string.Join(", ", parameter.Shape)}]");
            else if (!IsFloating(tensor.Type)) misshaped.Add($"{name} is of type {tensor.Type}");
            else
            {
                tensor.CopyTo(values[parameter]);
                MappedBytes.GiveBack(tensor.Bytes);
                if (!TensorPrimitives.IsFiniteAll<float>(values[parameter])) damaged.Add(name);
            }
        }
        string[] problems =
        [
            .. Problem("missing", missing), .. Problem("unused", [.. unused.Order(StringComparer.Ordinal)]),
            .. Problem("wrong", misshaped), .. Problem("not finite", damaged),
        ];
        if (problems.Length > 0) throw new WeightFileException(file.Path, $"its tensors do not fit the model: {string.Join("; ", problems)}.");
        return values;
    }

    private static bool IsFloating(TensorType type) => type is TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16 or TensorType.Float64;

    private static IEnumerable<string> Problem(string kind, List<string> names)
    {
        if (names.Count == 0) return [];
        var rest = names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "";
        return [$"{kind}: {string.Join(", ", names.Take(NamesShown))}{rest}"];
    }
}

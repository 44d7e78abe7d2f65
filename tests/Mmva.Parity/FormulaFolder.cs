namespace Mmva.Parity;

/// <summary>The full-size models that a golden io.json describes by key and shape.</summary>
internal static class FormulaFolder
{
    public static TemporaryModel Create(GoldenFolder golden)
    {
        var io = golden.Json();
        return new(
            io.GetProperty("config").GetRawText(),
            io.GetProperty("keys").EnumerateObject().Select(k => (k.Name, k.Value.EnumerateArray().Select(s => s.GetInt32()).ToArray())));
    }
}

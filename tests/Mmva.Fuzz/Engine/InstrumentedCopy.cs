using SharpFuzz;

namespace Mmva.Fuzz.Engine;

/// <summary>A copy of this program whose assemblies under test count their branches.</summary>
internal static class InstrumentedCopy
{
    // hot loops over values, without decisions about the input
    private static readonly string[] NotCounted = ["Mmva.Numerics.", "Mmva.Fuzz.", "Mmva.Data.Tests.", "Program", "System.", "<",
        "Mmva.Encoders.Onnx.Files.", "Google."];

    public static string Create(string folder, Action<string> report)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        foreach (var assembly in Directory.GetFiles(folder, "Mmva*.dll").Append(Path.Combine(folder, "Web.dll")).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(assembly);
            try
            {
                var types = Fuzzer.Instrument(assembly, type => !NotCounted.Any(start => type.StartsWith(start, StringComparison.Ordinal)),
                    Options.Value);
                report($"{name}: {types.Count()} types count their branches");
            }
            catch (InstrumentationException e)
            {
                report($"{name}: not instrumented: {e.Message}");
            }
        }
        return Path.Combine(folder, "Mmva.Fuzz.dll");
    }
}

using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests;

/// <summary>The full-size models that golden files describe by key and shape.</summary>
internal static class FormulaTower
{
    public static TemporaryModel Create(string fixture)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture(fixture, "io.json")));
        var keys = json.RootElement.GetProperty("keys").EnumerateObject()
            .Select(k => (k.Name, k.Value.EnumerateArray().Select(s => s.GetInt32()).ToArray()));
        return new(json.RootElement.GetProperty("config").GetRawText(), keys);
    }
}

using System.Text.Json;
using Json.Schema;

namespace Mmva.Web.Tests;

/// <summary>Checks answers against the fields of the OpenSubsonic specification.</summary>
internal static class SubsonicSchema
{
    private static readonly JsonSchema Schema = Load();

    public static void ShouldConform(JsonElement answer)
    {
        var result = Schema.Evaluate(answer, new() { OutputFormat = OutputFormat.List });
        var errors = new List<string>();
        foreach (var detail in result.Details ?? [])
        {
            if (detail.Errors is not { } all) continue;
            foreach (var error in all) errors.Add($"{detail.InstanceLocation}: {error.Value}");
        }
        result.IsValid.Should().BeTrue("{0} must conform:\n{1}", answer.GetRawText(), string.Join('\n', errors));
    }

    private static JsonSchema Load()
    {
        using var stream = typeof(SubsonicSchema).Assembly.GetManifestResourceStream("opensubsonic.schema.json")!;
        using var reader = new StreamReader(stream);
        return JsonSchema.FromText(reader.ReadToEnd());
    }
}

using System.Reflection;
using Mmva.TestSupport;
using PublicApiGenerator;

namespace Mmva.PublicApi.Tests;

/// <summary>What users see of each library, as text: a change of it shows in the diff of a file that is reviewed.</summary>
public class PublicApiTests
{
    public static TheoryData<string> Libraries =>
        [.. Directory.GetFiles(GoldenFiles.Repository("src"), "*.csproj", SearchOption.AllDirectories).Select(project => Path.GetFileNameWithoutExtension(project)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Is_what_was_approved(string library)
    {
        var api = Assembly.Load(library).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var (approved, current) = (GoldenFiles.Repository("tests", "Mmva.PublicApi.Tests", "Approved", $"{library}.txt"), Path.Combine(AppContext.BaseDirectory, $"{library}.txt"));
        File.WriteAllText(current, api);
        var before = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (api == before) return;

        var (old, now) = (before.Split('\n'), api.Split('\n'));
        var changes = old.Except(now).Select(line => $"- {line.Trim()}").Concat(now.Except(old).Select(line => $"+ {line.Trim()}"));
        Assert.Fail($"The public API of {library} has changed:\n{string.Join('\n', changes)}\nWhere it is meant to: cp \"{current}\" \"{approved}\"");
    }
}

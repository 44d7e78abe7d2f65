using System.Reflection;
using Mmva.TestSupport;
using PublicApiGenerator;

namespace Mmva.PublicApi.Tests;

/// <summary>The public API of each library as text, so that a change shows in the diff of a file that is reviewed.</summary>
public class PublicApiTests
{
    // attributes that the compiler adds, and those that only concern trimming, say nothing to a reader
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes =
        [
            "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute", "System.Runtime.CompilerServices.ParamCollectionAttribute",
            "System.Runtime.CompilerServices.ScopedRefAttribute", "System.Runtime.CompilerServices.AsyncStateMachineAttribute",
            "System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembersAttribute",
        ],
    };

    public static TheoryData<string> Libraries => [.. Names()];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Is_what_was_approved(string library)
    {
        var api = Assembly.Load(library).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approved = GoldenFiles.Repository("tests", "Mmva.PublicApi.Tests", "Approved", $"{library}.txt");
        var current = Path.Combine(AppContext.BaseDirectory, $"{library}.txt");
        File.WriteAllText(current, api);
        var before = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (api == before) return;

        var (old, now) = (before.Split('\n'), api.Split('\n'));
        var changes = old.Except(now).Select(line => $"- {line.Trim()}").Concat(now.Except(old).Select(line => $"+ {line.Trim()}"));
        Assert.Fail($"The public API of {library} has changed:\n{string.Join('\n', changes)}\nIf this is intended: cp \"{current}\" \"{approved}\"");
    }

    /// <summary><c>Mmva</c> is the front door of all packages; any other namespace belongs to one of them.</summary>
    [Fact]
    public void Namespaces_are_few_and_each_lies_in_one_assembly()
    {
        var namespaces = Names().SelectMany(library => Assembly.Load(library).GetExportedTypes())
            .Where(type => type.Namespace != "Mmva").GroupBy(type => type.Namespace, type => type.Assembly.GetName().Name);

        Assert.Equal(
            [
                "Mmva.Compact", "Mmva.Data", "Mmva.Encoders", "Mmva.Evaluation", "Mmva.Extensions.AI", "Mmva.Extensions.VectorData",
                "Mmva.NAudio", "Mmva.PostgreSql", "Mmva.Sqlite", "Mmva.Tasks", "Mmva.Tasks.Evaluation", "Mmva.TorchSharp", "Mmva.Training",
                "Mmva.WeightFiles",
            ],
            namespaces.Select(types => types.Key).Order(StringComparer.Ordinal));
        Assert.All(namespaces, types => Assert.Single(types.Distinct()));
    }

    [Fact]
    public void Builder_extensions_are_in_the_front_door() =>
        Assert.All(
            Names().SelectMany(library => Assembly.Load(library).GetExportedTypes())
                .Where(type => type.Name.EndsWith("Extensions", StringComparison.Ordinal)),
            type => Assert.Equal("Mmva", type.Namespace));

    // a package of weights has no code
    private static IEnumerable<string> Names() => Directory.GetFiles(GoldenFiles.Repository("src"), "*.csproj", SearchOption.AllDirectories)
        .Select(project => Path.GetFileNameWithoutExtension(project)).Where(name => !name.Contains(".Weights.")).Order(StringComparer.Ordinal);
}

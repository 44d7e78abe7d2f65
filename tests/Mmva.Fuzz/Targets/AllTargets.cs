using Mmva.Fuzz.Engine;

namespace Mmva.Fuzz.Targets;

/// <summary>Every target, in the order in which a campaign runs them.</summary>
internal static class AllTargets
{
    private static readonly FuzzTarget[] All =
    [
        .. WeightFileTargets.All, .. ModelFolderTargets.All, .. TextTargets.All, .. AudioTargets.All, .. ImageTargets.All, .. IndexTargets.All,
        .. TrainingTargets.All, .. TagTargets.All, .. JsonTargets.All, .. VideoTargets.All, .. SampleTargets.All, .. NetworkTargets.All,
        new WebTarget(), .. DatasetTargets.All,
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(target => target.Name)];

    public static FuzzTarget Find(string name) => All.First(target => target.Name == name);
}

using Mmva.WeightFiles;

namespace Mmva.Compact;

/// <summary>The folder of the weights, which a package of its own puts next to the program.</summary>
internal static class WeightsFolder
{
    /// <summary>Returns the path of a file or folder in it.</summary>
    /// <exception cref="WeightFileException">The folder does not exist.</exception>
    public static string Find(string folder, string name) => Directory.Exists(folder)
        ? Path.Combine(folder, name)
        : throw new WeightFileException(
            folder, "the weights of Mmva.Compact are missing. Reference the package Mmva.Compact.Weights.NonCommercial, which puts them next to the "
            + $"program, or set {nameof(CompactOptions.Folder)} to a folder of weights.");
}

namespace Mmva.Parity;

/// <summary>Finds the weights of the compact towers.</summary>
internal static class Pretrained
{
    /// <summary>A tower's folder: in the folder that was given, else among what Mmva.Compact lays beside the program.</summary>
    public static string Folder(string? pretrained, string tower) => Path.Combine(pretrained ?? Path.Combine(AppContext.BaseDirectory, "mmva-compact"), tower);
}

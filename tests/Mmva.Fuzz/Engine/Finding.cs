using System.Globalization;

namespace Mmva.Fuzz.Engine;

/// <summary>What went wrong with an input.</summary>
/// <param name="Kind">exception, allocation, memory, hang, crash, handles or files.</param>
/// <param name="Details">What was seen; for an exception its stack.</param>
internal sealed record Finding(string Kind, string Details)
{
    /// <summary>Equal for findings with the same cause: what was thrown, and by which lines of this project.</summary>
    public string Signature => Kind + "\n" + string.Join('\n', Details.Split('\n').Where((line,
        i) => Kind != "exception" || i == 0 || line.Contains(" at Mmva"))
        .Take(3).Select(line => new string([.. line.Where(letter => !char.IsDigit(letter))])));

    /// <summary>The finding of an exception that is not a documented refusal.</summary>
    public static Finding Of(Exception e) => new("exception", $"{e.GetType()}\n{e}");

    /// <summary>Writes the input, and a text next to it.</summary>
    public string Save(string folder, ulong seed, long index, ReadOnlySpan<byte> input)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{seed}-{index}.bin"));
        File.WriteAllBytes(path, input);
        File.WriteAllText(Path.ChangeExtension(path, ".txt"), $"seed {seed}, index {index}, {input.Length} bytes\n{Kind}\n{Details}\n");
        return path;
    }
}

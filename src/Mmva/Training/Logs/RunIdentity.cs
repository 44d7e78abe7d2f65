using System.Text.Json;
using Mmva.Files;

namespace Mmva.Training;

/// <summary>The file <c>run.json</c>: which run a log belongs to, so that no other run is added to it.</summary>
internal static class RunIdentity
{
    private const string FileName = "run.json", Origin = "initial_weights";

    /// <summary>Writes the file in a folder without a log, and otherwise compares it with the trainer.</summary>
    /// <exception cref="MmvaException">The folder has the log of another run, or a file cannot be read or written.</exception>
    public static void Claim(string folder, MmvaTrainer trainer)
    {
        var path = Path.Combine(folder, FileName);
        var here = Checkpoint.Identity(trainer);
        here[Origin] = trainer.Origin;
        if (!File.Exists(path))
        {
            if (File.Exists(Path.Combine(folder, EpochTable.FileName)))
                throw new MmvaException($"{folder}: has a {EpochTable.FileName}, but no {FileName} that says of which run. {Advice}");
            Write(path, here);
            return;
        }
        var there = Read(path);
        List<string> different =
        [
            .. here.Keys.Union(there.Keys).Where(key => key != Origin).Order(StringComparer.Ordinal)
                .Where(key => here.GetValueOrDefault(key) != there.GetValueOrDefault(key))
                .Select(key => $"{key} is {there.GetValueOrDefault(key, "missing")} there and {here.GetValueOrDefault(key, "missing")} here"),
        ];
        // a checkpoint of an earlier version does not say with which weights the run began
        if (trainer.Origin.Length > 0 && there.GetValueOrDefault(Origin) != trainer.Origin) different.Add("the initial weights differ");
        if (different.Count > 0)
            throw new MmvaException($"{folder}: has the log of another training run: {string.Join("; ", different)}. {Advice}");
    }

    private const string Advice = "Choose another folder for the log, or delete this one.";

    private static void Write(string path, Dictionary<string, string> identity) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new() { Indented = true });
        json.WriteStartObject();
        foreach (var (key, value) in identity.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    });

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{path}: cannot be read: {e.Message} {Advice}", e);
        }
    }
}

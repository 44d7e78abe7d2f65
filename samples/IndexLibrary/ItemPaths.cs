using System.Text.Json;
using System.Text.Json.Serialization;
using Mmva;

namespace IndexLibrary;

/// <summary>The payload of an item: the paths of the copies of its content.</summary>
/// <param name="Paths">Up to <see cref="Most"/> of them, in order.</param>
/// <param name="Excerpt">How much of a piece of music was listened to: seconds, or all.</param>
internal sealed record ItemPaths(
    IReadOnlyList<string> Paths, long Copies, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Excerpt = null)
{
    // the same cover image can be in thousands of folders
    public const int Most = 100;

    public string ToJson()
    {
        // names of many long words in other scripts become six times as long
        for (var paths = Paths; ; paths = [.. paths.Take(paths.Count / 2)])
            if (JsonSerializer.Serialize(this with { Paths = paths }, JsonSerializerOptions.Web) is { Length: <= EmotionItem.MaxPayloadLength } json)
                return json;
    }

    /// <returns>The paths, or null for a payload of another program.</returns>
    public static ItemPaths? FromJson(string? payload)
    {
        try
        {
            var item = JsonSerializer.Deserialize<ItemPaths>(payload ?? "", JsonSerializerOptions.Web);
            return item?.Paths?.Contains(null!) == false ? item : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

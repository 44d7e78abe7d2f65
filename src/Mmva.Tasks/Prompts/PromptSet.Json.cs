using System.Text.Json;
using Mmva.Files;

namespace Mmva;

public sealed partial class PromptSet
{
    private const int MaxFileBytes = 1 << 20;

    private static JsonDocumentOptions JsonOptions => new()
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    // some editors write it at the start of a file
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly Lazy<PromptSet> Paper = new(() => Embedded("prompts.json")), Short = new(() => Embedded("plain-prompts.json"));

    /// <summary>The prompts of the paper: genre, two instruments, tempo and mood; 54,912 prompts.</summary>
    /// <remarks>
    /// Template and candidates are those of Figure 5 of arXiv 2501.01094, word for word, "a ambient music piece" included: 8 genres, 12 instruments
    /// (one of them "no instrument"), 4 tempi, 13 moods. That the two instruments differ and that their order matters (132 pairs) is our
    /// interpretation
    /// of the figure.
    /// </remarks>
    public static PromptSet Default => Paper.Value;

    /// <summary>As many short prompts in Mmva's own words, such as "happy folk with saxophone and piano, fast tempo".</summary>
    /// <remarks>
    /// Their catalogue is not shipped: it is built when it is first needed, and stored in <see cref="PromptGenerationOptions.Folder"/>.
    /// </remarks>
    public static PromptSet Plain => Short.Value;

    /// <summary>Reads a set from a JSON file.</summary>
    /// <param name="path">
    /// A file of at most 1 MB: an object with <c>templates</c>, a list of texts, and <c>candidates</c>, an object with a list of texts for each slot;
    /// <c>about</c> is ignored.
    /// </param>
    /// <returns>The set.</returns>
    /// <exception cref="PromptException">
    /// The file cannot be read, is not such an object, or is not a valid set; the message starts with the path.
    /// </exception>
    public static PromptSet Load(string path)
    {
        try
        {
            if (!File.Exists(path)) throw new PromptException($"{path}: there is no such file of prompt templates.");
            var length = RegularFile.LengthOf(path);
            if (length == 0) throw new PromptException($"{path}: is empty (0 bytes) or not a regular file."); // reading a device may never end
            if (length > MaxFileBytes) throw new PromptException($"{path}: has {length:N0} bytes; at most {MaxFileBytes:N0} are supported.");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PromptException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a set from JSON.</summary>
    /// <param name="json">UTF-8; see <see cref="Load"/>.</param>
    /// <param name="name">The name of the input in error messages.</param>
    /// <returns>The set.</returns>
    /// <exception cref="PromptException">The text is not such an object, or is not a valid set; the message starts with the name.</exception>
    public static PromptSet Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json, JsonOptions);
            List<string>? templates = null;
            Dictionary<string, IReadOnlyList<string>>? candidates = null;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "templates":
                        templates = Texts(property.Value);
                        break;
                    case "candidates":
                        candidates = property.Value.EnumerateObject()
                            .ToDictionary(slot => slot.Name, IReadOnlyList<string> (slot) => Texts(slot.Value));
                        break;
                    case "about":
                        break;
                    default:
                        throw new PromptException($"'{Shown(property.Name)}' is unknown; the properties are 'templates', 'candidates' and 'about'.");
                }
            }
            return new(
                templates ?? throw new PromptException("'templates' is missing: a list of texts with slots in braces."),
                candidates ?? throw new PromptException("'candidates' is missing: an object with a list of texts for each slot."));
        }
        catch (JsonException e)
        {
            throw new PromptException($"{name}: is not JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or PromptException)
        {
            throw new PromptException($"{name}: {(e is PromptException ? e.Message : "is not an object with lists of texts.")}", e);
        }
    }

    private static PromptSet Embedded(string name)
    {
        using var stream = typeof(PromptSet).Assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Parse(memory.ToArray(), name);
    }

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString() ?? "")];
}

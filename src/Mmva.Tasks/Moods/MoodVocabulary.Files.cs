using System.Text.Json;
using Mmva.Data;
using Mmva.Files;

namespace Mmva;

public sealed partial class MoodVocabulary
{
    private const int MaxFileBytes = 1 << 20;

    private static readonly string[] Columns = ["name", .. MoodEntry.Numbers.Select(name => name + "?")];

    private static readonly Lazy<MoodVocabulary> Shipped = new(ReadShipped);

    private static JsonDocumentOptions JsonOptions => new()
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    // some editors write it at the start of a file
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Fifteen moods that media players know, with centers from rated captions of music and norms of words.</summary>
    /// <remarks>
    /// Each center is the mean rating of the musical captions that contain the word (<see cref="Datasets.MusicalCaptions"/>), shrunk toward its
    /// norm among English words (<see cref="Datasets.Warriner"/>) on the scale of the captions, the more the fewer captions there are.
    /// <c>samples/MoodTags</c> with <c>--evaluate</c> computes them from the data sets. No radius: each point has a name.
    /// </remarks>
    public static MoodVocabulary Default => Shipped.Value;

    /// <summary>Reads a vocabulary from a JSON or CSV file.</summary>
    /// <param name="path">
    /// A file of at most 1 MB. JSON: an object with <c>moods</c>, a list of objects with <c>name</c> and either <c>valence</c>, <c>arousal</c> and
    /// optionally <c>radius</c>, or one or more of <c>min_valence</c>, <c>max_valence</c>, <c>min_arousal</c> and <c>max_arousal</c>;
    /// <c>about</c> is ignored. Any file whose name ends with .csv: the same names as columns, with a header.
    /// </param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="MoodException">
    /// The file cannot be read or is not such a vocabulary; the message starts with the path, and names the entry.
    /// </exception>
    public static MoodVocabulary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (!File.Exists(path)) throw new MoodException($"{path}: there is no such file of moods.");
            var length = RegularFile.LengthOf(path);
            if (length == 0) throw new MoodException($"{path}: is empty (0 bytes) or not a regular file."); // reading a device may never end
            if (length > MaxFileBytes) throw new MoodException($"{path}: has {length:N0} bytes; at most {MaxFileBytes:N0} are supported.");
            return path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(path) : Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MoodException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a vocabulary from JSON.</summary>
    /// <param name="json">UTF-8; see <see cref="Load"/>.</param>
    /// <param name="name">The name of the input in error messages.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="MoodException">The text is not such a vocabulary; the message starts with the name.</exception>
    public static MoodVocabulary Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json, JsonOptions);
            List<Mood>? moods = null;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "moods") moods = [.. property.Value.EnumerateArray().Select(MoodEntry.Read)];
                else if (property.Name != "about")
                    throw new MoodException($"'{property.Name}' is unknown; the properties are 'moods' and 'about'.");
            }
            return new(moods ?? throw new MoodException("'moods' is missing: a list of objects with 'name', 'valence' and 'arousal'."));
        }
        catch (JsonException e)
        {
            throw new MoodException($"{name}: is not JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or MoodException)
        {
            throw new MoodException($"{name}: {(e is MoodException ? e.Message : "is not an object with a list of moods.")}", e);
        }
    }

    private static MoodVocabulary ReadCsv(string path)
    {
        try
        {
            return new(CsvTable.Read(path, Columns, row =>
            {
                try
                {
                    return MoodEntry.Create(row.Text(0), [.. Enumerable.Range(1, Columns.Length - 1).Select(column => Number(row, column))]);
                }
                catch (MoodException e)
                {
                    throw row.Bad(e.Message);
                }
            }));
        }
        catch (DatasetException e)
        {
            throw new MoodException(e.Message, e);
        }
        catch (MoodException e)
        {
            throw new MoodException($"{path}: {e.Message}", e);
        }
    }

    private static double? Number(CsvRow row, int column) =>
        row.OptionalText(column).Length == 0 ? null : row.Number(column, double.MinValue, double.MaxValue);

    private static MoodVocabulary ReadShipped()
    {
        using var stream = typeof(MoodVocabulary).Assembly.GetManifestResourceStream("moods.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Parse(memory.ToArray(), "moods.json");
    }
}

using System.Text;
using System.Text.Json;

namespace Mmva.Data;

/// <summary>
/// A file to which finished texts are added, one JSON object per line with <c>key</c> and <c>text</c>, so that a run that was stopped resumes. An
/// incomplete last line, of a killed run, is removed.
/// </summary>
internal sealed class CaptionFile : IDisposable
{
    private readonly FileStream? _stream;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Opens or creates the file; without a path, texts are kept in memory only.</summary>
    public CaptionFile(string? path)
    {
        if (path is null) return;
        try
        {
            // on Linux and macOS only this keeps other writers out
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Load(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _stream?.Dispose();
            throw new DatasetException(path, 0, $"cannot be opened, or is used by another run: {e.Message}", e);
        }
        catch
        {
            _stream?.Dispose();
            throw;
        }
    }

    public bool TryGet(string key, out string text)
    {
        lock (_texts) return _texts.TryGetValue(key, out text!);
    }

    public void Add(string key, string text)
    {
        lock (_texts)
        {
            _texts[key] = text;
            if (_stream is null) return;
            using var line = new MemoryStream();
            using (var json = new Utf8JsonWriter(line))
            {
                json.WriteStartObject();
                json.WriteString("key", key);
                json.WriteString("text", text);
                json.WriteEndObject();
            }
            line.WriteByte((byte)'\n');
            _stream.Write(line.GetBuffer(), 0, (int)line.Length);
            _stream.Flush();
        }
    }

    public void Dispose() => _stream?.Dispose();

    private void Load(string path)
    {
        var bytes = new byte[_stream!.Length];
        _stream.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var line = 0L;
        foreach (var text in Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            line++;
            try
            {
                using var json = JsonDocument.Parse(text);
                _texts[Text("key")] = Text("text");

                string Text(string name) => json.RootElement.GetProperty(name).GetString() ?? throw new JsonException($"{name} is null");
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new DatasetException(path, line, $"is not a line of finished captions: {e.Message}", e);
            }
        }
        _stream.SetLength(end);
        _stream.Position = end;
    }
}

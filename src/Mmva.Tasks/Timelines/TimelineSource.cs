using System.Xml;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>A file of which clips of a timeline are parts.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its length in frames of the timeline.</param>
/// <param name="Code">The time code in which its frames are shown.</param>
internal sealed record TimelineSource(string Path, long Length, TimeCode Code)
{
    /// <summary>The frame of the time code at which the file starts.</summary>
    public long Start { get; init; }

    /// <summary>The size of its images as shown, or <see langword="null"/> for audio alone.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Its audio, or <see langword="null"/> for none.</summary>
    public SoundTrack? Sound { get; init; }

    /// <summary>Whether it is a single image.</summary>
    public bool IsStill { get; init; }

    /// <summary>The name of the file.</summary>
    public string Name => Line(System.IO.Path.GetFileName(Path));

    /// <summary>The full path, with slashes on Windows too.</summary>
    public string FullPath
    {
        get
        {
            var path = System.IO.Path.GetFullPath(Path);
            return OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
        }
    }

    // on Windows /C:/…
    private string UrlPath =>
        (FullPath[0] == '/' ? "" : "/")
        + string.Join('/', FullPath.Split('/').Select((part, i) => i == 0 && part is [_, ':'] ? part : Uri.EscapeDataString(part)));

    /// <summary>The file as a URL.</summary>
    public string Url => UrlOf("");

    /// <summary>The file as a URL; the host of a network share is its own.</summary>
    public string UrlOf(string host) => UrlPath.StartsWith("//", StringComparison.Ordinal) ? $"file:{UrlPath}" : $"file://{host}{UrlPath}";

    /// <summary>A text in one line, without characters that XML lacks: a name with line endings would add events to a list.</summary>
    public static string Line(string text)
    {
        var line = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            line[i] = isPair || (XmlConvert.IsXmlChar(text[i]) && !char.IsControl(text[i]) && text[i] is not ('\u2028' or '\u2029')) ? text[i] : ' ';
            if (isPair) line[++i] = text[i];
        }
        return new(line);
    }
}

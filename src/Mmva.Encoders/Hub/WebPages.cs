using System.Text;

namespace Mmva.Encoders;

/// <summary>Detects answers that are not the file although their status is 200: pages of captive portals and proxies, and encoded bodies.</summary>
internal sealed class WebPages(Uri address, HubFile file)
{
    /// <summary>How much of a body is needed to recognize a page.</summary>
    public const int HeadBytes = 1024;

    private static readonly string[] Types = ["text/html", "application/xhtml+xml"];
    private static readonly string[] Marks = ["<!doctype", "<html", "<head", "<body"];
    private static readonly string[] Extensions = [".html", ".htm", ".xhtml", ".xml", ".svg"];

    private readonly bool _mayBePage = Extensions.Contains(Path.GetExtension(file.Path), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ModelHubException">The headers announce a page, or an encoding that was not requested.</exception>
    public void ThrowIfOther(HttpResponseMessage response)
    {
        var encodings = response.Content.Headers.ContentEncoding.Concat(response.Headers.TransferEncoding.Select(encoding => encoding.Value))
            .Where(name => name.ToUpperInvariant() is not ("IDENTITY" or "CHUNKED")).ToList();
        if (encodings.Count > 0)
            throw new ModelHubException(
                address,
                $"the answer is encoded ({string.Join(", ", encodings)}) although the bytes as they are were requested; nothing of it was kept. "
                + "Is a proxy between this machine and the server?",
                response.StatusCode);
        if (!_mayBePage && response.Content.Headers.ContentType is { MediaType: var type } && Types.Contains(type, StringComparer.OrdinalIgnoreCase))
            throw Page(response);
    }

    /// <exception cref="ModelHubException">The body begins like a page.</exception>
    public void ThrowIfPage(HttpResponseMessage response, ReadOnlySpan<byte> head)
    {
        if (_mayBePage || !MayBegin(head)) return;
        var text = TextOf(head);
        if (Marks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase))) throw Page(response);
    }

    /// <summary>Whether a body that was interrupted may be the beginning of a page.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> head) => TextOf(head).StartsWith('<');

    private static string TextOf(ReadOnlySpan<byte> head) =>
        Encoding.UTF8.GetString(head[..Math.Min(head.Length, HeadBytes)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');

    private ModelHubException Page(HttpResponseMessage response) => new(
        address,
        "the answer is a web page instead of the file; nothing of it was kept. Does the network ask for a login, "
        + "or does a proxy or the server show an error page? Open the address in a browser to see it.",
        response.StatusCode);
}

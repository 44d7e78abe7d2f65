using System.Net;

namespace Quickstart.Page;

internal static class Html
{
    /// <summary>Text as it may stand in the page: markup is escaped, and so are the template's braces.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("{", "&#123;");
}

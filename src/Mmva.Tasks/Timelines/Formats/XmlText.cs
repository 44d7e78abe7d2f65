using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Mmva.Tasks;

/// <summary>XML as the text of a file.</summary>
internal static class XmlText
{
    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };

    /// <param name="root">The root element, whose name is the document type.</param>
    public static string Of(XElement root)
    {
        var name = root.Name.LocalName;
        var text = new StringBuilder($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE {name}>\n");
        using (var xml = XmlWriter.Create(text, Settings)) root.WriteTo(xml);
        return text.Append('\n').ToString();
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IndexLibrary;

/// <summary>Names of files in a database, which may not be able to store all characters (LATIN1): these are written as % and four digits.</summary>
internal sealed partial class StoredText(bool isUnicode)
{
    public string Write(string text)
    {
        if (isUnicode) return text;
        var stored = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAscii(c) && c != '%') stored.Append(c);
            else stored.Append(CultureInfo.InvariantCulture, $"%{(int)c:X4}");
        }
        return stored.ToString();
    }

    public string Read(string stored) => isUnicode ? stored : Escape().Replace(stored, match =>
        ((char)ushort.Parse(match.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("%[0-9A-F]{4}")]
    private static partial Regex Escape();
}

using System.Text.RegularExpressions;

namespace ConsoleProgram;

/// <summary>Passwords in addresses and connection strings, which no message may contain.</summary>
public static partial class Secrets
{
    public static string Hide(string message) => Password().Replace(UserInfo().Replace(message, "://$1:***@"), "$1=***");

    // to the last @ of the line: passwords are often not escaped
    [GeneratedRegex(@"://([^\s:/@]*):[^\r\n]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b(\w*password|passwd|pwd)\s*=[^;&\r\n]*", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}

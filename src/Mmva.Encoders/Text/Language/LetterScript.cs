using System.Text;

namespace Mmva.Encoders;

/// <summary>The script of a text, by the blocks of Unicode.</summary>
internal static class LetterScript
{
    private static readonly (int First, int Last, string Name)[] Scripts =
    [
        (0x0370, 0x03FF, "Greek"), (0x1F00, 0x1FFF, "Greek"), (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"),
        (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x077F, "Arabic"), (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"),
        (0x0980, 0x09FF, "Bengali"), (0x0A80, 0x0AFF, "Gujarati"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"),
        (0x0E00, 0x0E7F, "Thai"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Korean"), (0xAC00, 0xD7AF, "Korean"),
        (0x3040, 0x30FF, "Japanese"), (0x3400, 0x4DBF, "Chinese"), (0x4E00, 0x9FFF, "Chinese"), (0xF900, 0xFAFF, "Chinese"),
        (0x20000, 0x3FFFF, "Chinese"),
    ];

    /// <summary>The name of the script in which more than half of the letters of a text are.</summary>
    /// <returns>
    /// <see langword="null"/> for Latin letters, or no letters; empty for scripts without a name here. Chinese characters next to Japanese ones are
    /// Japanese.
    /// </returns>
    public static string? Of(ReadOnlySpan<char> text)
    {
        int letters = 0, others = 0;
        var counts = new Dictionary<string, int>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune)) continue;
            letters++;
            if (IsLatin(rune.Value)) continue;
            others++;
            var name = NameOf(rune.Value);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
        if (others * 2 <= letters) return null;
        return counts.ContainsKey("Japanese") ? "Japanese" : counts.MaxBy(script => script.Value).Key;
    }

    private static string NameOf(int code)
    {
        foreach (var (first, last, name) in Scripts)
            if (code >= first && code <= last) return name;
        return "";
    }

    // and the letters of phonetic transcription
    private static bool IsLatin(int code) =>
        code is <= 0x02FF or >= 0x1D00 and <= 0x1EFF or >= 0x2C60 and <= 0x2C7F or >= 0xA720 and <= 0xA7FF or >= 0xFB00 and <= 0xFB06
            or >= 0xFF21 and <= 0xFF5A;
}

namespace MakeSoundtrack.Photos;

/// <summary>Names as people order them: IMG_2 before IMG_10. Digits compare as numbers, the rest by its characters, without case.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                var first = Number(a, ref i);
                var second = Number(b, ref j);
                var numbers = first.Length != second.Length
                    ? first.Length.CompareTo(second.Length)
                    : first.CompareTo(second, StringComparison.Ordinal);
                if (numbers != 0) return numbers;
                continue;
            }
            // a folder comes before names that continue its own
            var (left, right) = (Weight(a[i++]), Weight(b[j++]));
            if (left != right) return left.CompareTo(right);
        }
        var rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b);
    }

    private static int Weight(char c) => c is '/' or '\\' ? 0 : char.ToUpperInvariant(c);

    /// <summary>The digits from here on, without zeros in front.</summary>
    private static ReadOnlySpan<char> Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text.AsSpan(start, at - start).TrimStart('0');
    }
}

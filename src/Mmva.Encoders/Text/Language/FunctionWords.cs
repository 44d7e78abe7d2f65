namespace Mmva.Encoders;

/// <summary>
/// Frequent words without much meaning of their own (articles, pronouns, prepositions) of English and 16 other languages in Latin letters.
/// </summary>
internal static class FunctionWords
{
    private const string English = "English", FalseFriends = "False friends";

    private static readonly List<string> Names = [];
    private static readonly Dictionary<string, Entry> Entries = Read();

    /// <summary>The number of languages other than English.</summary>
    public static int Count => Names.Count;

    /// <summary>The name of a language, by its index below <see cref="Count"/>.</summary>
    public static string NameOf(int language) => Names[language];

    /// <summary>Finds a word in lower case.</summary>
    public static Entry Find(string word) => Entries.GetValueOrDefault(word);

    // a language in each line: its name, a tab, and its words
    private static Dictionary<string, Entry> Read()
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        using var lines = new StreamReader(typeof(FunctionWords).Assembly.GetManifestResourceStream("Mmva.Encoders.function-words.txt")!);
        while (lines.ReadLine()?.Split('\t') is [var name, var words])
        {
            if (name is not (English or FalseFriends)) Names.Add(name);
            foreach (var word in words.Split(' '))
            {
                // a text has the words don' and t, for don't
                var found = name == English && word.IndexOf('\'') is > 0 and var end ? word[..end] : word;
                var entry = entries.GetValueOrDefault(found);
                entries[found] = name switch
                {
                    English => entry with { IsEnglish = true },
                    FalseFriends => entry with { IsFalseFriend = true },
                    _ => entry with { Languages = entry.Languages | 1u << (Names.Count - 1) },
                };
            }
        }
        return entries;
    }

    /// <summary>What a word is.</summary>
    /// <param name="IsEnglish">Whether it is a function word of English.</param>
    /// <param name="IsFalseFriend">Whether it is another word of English, such as <c>war</c>, or part of names, such as <c>con</c>.</param>
    /// <param name="Languages">A bit for each other language of which it is a function word.</param>
    public readonly record struct Entry(bool IsEnglish, bool IsFalseFriend, uint Languages);
}

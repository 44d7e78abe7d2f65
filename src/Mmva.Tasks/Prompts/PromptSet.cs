using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Mmva.Tasks;

namespace Mmva;

/// <summary>All prompts that templates and candidates make, in a fixed order. A prompt's text is made when it is asked for; none is stored.</summary>
/// <remarks>
/// A template names its slots in braces: <c>{mood} music for a {place}, {instrument} and {instrument}</c>. A slot that stands in it twice takes two different candidates, in either order.
/// Prompts are numbered template by template; within a template the last slot changes quickest. Immutable; safe to use from several threads.
/// </remarks>
public sealed partial class PromptSet
{
    /// <summary>The most prompts that a set can have: a catalogue of 8 MB.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The most candidates of a slot, and the most slots and templates.</summary>
    public const int MaxCandidates = 1000;

    /// <summary>The most characters of a template or candidate.</summary>
    public const int MaxLength = 500;

    /// <summary>The most slots of one template, repetitions included.</summary>
    public const int MaxSlots = 16;

    private readonly PromptTemplate[] _templates;
    private readonly int[] _starts; // the first prompt of every template, and the number of all

    /// <summary>Makes a set.</summary>
    /// <param name="templates">Texts with slots.</param>
    /// <param name="candidates">For every slot what can stand in it. Each is used by a template.</param>
    /// <exception cref="PromptException">A template names an unknown slot, a list is empty, something stands there twice or is too long, or there are more than <see cref="MaxCount"/> prompts.</exception>
    public PromptSet(IReadOnlyList<string> templates, IReadOnlyDictionary<string, IReadOnlyList<string>> candidates)
    {
        var slots = Slots(candidates);
        CheckList("templates", templates);
        _templates = [.. templates.Select(t => PromptTemplate.Parse(t, slots))];
        for (var i = 0; i < _templates.Length; i++)
        {
            if (_templates[i].Slots.Length > MaxSlots) throw new PromptException($"The template \"{templates[i]}\" has {_templates[i].Slots.Length} slots; at most {MaxSlots} are possible.");
            if (_templates[i].Count.IsZero) throw new PromptException($"The template \"{templates[i]}\" repeats a slot more often than it has candidates, so it makes no prompt.");
        }
        if (slots.Values.FirstOrDefault(slot => !_templates.Any(t => t.Slots.Contains(slot))) is { } unused)
            throw new PromptException($"No template has the slot {{{unused.Name}}}: name it in a template, or leave its candidates out.");
        var count = _templates.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Count);
        if (count > MaxCount) throw new PromptException($"Templates and candidates make {count:N0} prompts; at most {MaxCount:N0} are possible. Take fewer candidates or slots.");

        _starts = new int[_templates.Length + 1];
        for (var i = 0; i < _templates.Length; i++) _starts[i + 1] = _starts[i] + (int)_templates[i].Count;
        Fingerprint = Hash(templates, slots.Values);
    }

    /// <summary>Prompts in all.</summary>
    public int Count => _starts[^1];

    /// <summary>Tells this set from every other: a SHA-256 of templates and candidates, in hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>A prompt.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such prompt.</exception>
    public Prompt this[int index]
    {
        get
        {
            Span<int> chosen = stackalloc int[MaxSlots];
            var template = Choose(index, ref chosen);
            var choices = new PromptChoice[chosen.Length];
            for (var i = 0; i < choices.Length; i++) choices[i] = new(template.Slots[i].Name, template.Slots[i].Candidates[chosen[i]]);
            return new(index, template.Text(chosen), choices);
        }
    }

    /// <summary>Finds a prompt by what stands in its slots.</summary>
    /// <param name="choices">A candidate for every slot of the template, in the order of its slots.</param>
    /// <param name="template">The template's place, from 0.</param>
    /// <returns>The prompt's index, or −1 where the template makes no such prompt.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such template.</exception>
    public int IndexOf(IReadOnlyList<string> choices, int template = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(template);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(template, _templates.Length);
        var slots = _templates[template].Slots;
        if (choices.Count != slots.Length) return -1;
        Span<int> candidates = stackalloc int[slots.Length];
        for (var i = 0; i < slots.Length; i++)
            if ((candidates[i] = Array.IndexOf(slots[i].Candidates, choices[i])) < 0) return -1;
        return _templates[template].IndexOf(candidates) is { } index ? _starts[template] + index : -1;
    }

    /// <summary>The choices of a prompt as numbers that differ between all candidates of all slots; sorted.</summary>
    /// <param name="index">The prompt.</param>
    /// <param name="values">Room for <see cref="MaxSlots"/> numbers: cut to those of the prompt.</param>
    internal void Values(int index, ref Span<int> values)
    {
        var template = Choose(index, ref values);
        for (var i = 0; i < values.Length; i++) values[i] += template.Slots[i].FirstValue;
        values.Sort();
    }

    private PromptTemplate Choose(int index, ref Span<int> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var place = Array.BinarySearch(_starts, index);
        if (place < 0) place = ~place - 1;
        var template = _templates[place];
        candidates = candidates[..template.Slots.Length];
        template.Choose(index - _starts[place], candidates);
        return template;
    }

    private static Dictionary<string, PromptSlot> Slots(IReadOnlyDictionary<string, IReadOnlyList<string>> candidates)
    {
        if (candidates.Count > MaxCandidates) throw new PromptException($"There are {candidates.Count} slots; at most {MaxCandidates} are possible.");
        var slots = new Dictionary<string, PromptSlot>(StringComparer.Ordinal);
        var values = 0;
        foreach (var (name, list) in candidates.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) throw new PromptException($"'{Shown(name)}' is no name of a slot: it may have letters, digits, '-' and '_'.");
            CheckList($"candidates of {{{name}}}", list);
            slots.Add(name, new(name, [.. list], values));
            values += list.Count;
        }
        return slots;
    }

    private static void CheckList(string what, IReadOnlyList<string> texts)
    {
        if (texts.Count is 0 or > MaxCandidates) throw new PromptException($"There are {(texts.Count == 0 ? "no" : texts.Count)} {what}; there must be 1 to {MaxCandidates}.");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Trim() != text) throw new PromptException($"Among the {what} is \"{text}\": it is empty, or has spaces around it.");
            if (text.Length > MaxLength || text.Any(char.IsControl)) throw new PromptException($"Among the {what} is \"{Shown(text)}\": it has more than {MaxLength} characters, or control characters.");
            if (!seen.Add(text)) throw new PromptException($"Among the {what} \"{text}\" stands twice.");
        }
    }

    private static string Shown(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(60));

    // lengths before texts, so that no two sets give the same bytes
    private static string Hash(IEnumerable<string> templates, IEnumerable<PromptSlot> slots)
    {
        var all = new StringBuilder();
        void Add(string text) => all.Append(text.Length).Append(':').Append(text);
        foreach (var template in templates) Add(template);
        foreach (var slot in slots)
        {
            all.Append('/');
            Add(slot.Name);
            foreach (var candidate in slot.Candidates) Add(candidate);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}

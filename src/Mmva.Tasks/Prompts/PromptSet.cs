using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Mmva.Tasks;

namespace Mmva;

/// <summary>All prompts that can be made from templates and candidates, in a fixed order. Texts are created on demand; none is stored.</summary>
/// <remarks>
/// A template names its slots in braces: <c>{mood} music for a {place}, {instrument} and {instrument}</c>. A slot that appears twice takes two
/// different
/// candidates, in either order. Prompts are numbered template by template; within a template the last slot changes fastest.
/// Immutable; safe to use from several threads.
/// </remarks>
public sealed partial class PromptSet
{
    /// <summary>The most prompts of a set: a catalogue of 8 MB.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The most candidates of a slot, and the most slots and templates.</summary>
    public const int MaxCandidates = 1000;

    /// <summary>The most characters of a template or candidate.</summary>
    public const int MaxLength = 500;

    /// <summary>The most slots of one template, repetitions included.</summary>
    public const int MaxSlots = 16;

    private readonly PromptTemplate[] _templates;
    private readonly int[] _starts; // the first prompt of every template, and the total

    /// <summary>Creates a set.</summary>
    /// <param name="templates">Texts with slots.</param>
    /// <param name="candidates">The candidates of every slot. Each slot must appear in a template.</param>
    /// <exception cref="PromptException">
    /// A template names an unknown slot, a list is empty, an entry appears twice or is too long, or there are more than <see cref="MaxCount"/>
    /// prompts.
    /// </exception>
    public PromptSet(IReadOnlyList<string> templates, IReadOnlyDictionary<string, IReadOnlyList<string>> candidates)
    {
        var slots = Slots(candidates);
        CheckList("templates", templates);
        _templates = [.. templates.Select(t => PromptTemplate.Parse(t, slots))];
        for (var i = 0; i < _templates.Length; i++)
        {
            if (_templates[i].Slots.Length > MaxSlots)
                throw new PromptException(
                    $"The template \"{templates[i]}\" has {_templates[i].Slots.Length} slots; at most {MaxSlots} are supported.");
            if (_templates[i].Count.IsZero)
                throw new PromptException(
                    $"The template \"{templates[i]}\" repeats a slot more often than it has candidates, so it makes no prompt.");
        }
        if (slots.Values.FirstOrDefault(slot => !_templates.Any(t => t.Slots.Contains(slot))) is { } unused)
            throw new PromptException($"No template has the slot {{{unused.Name}}}: name it in a template, or remove its candidates.");
        var count = _templates.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Count);
        if (count > MaxCount)
            throw new PromptException(
                $"Templates and candidates make {count:N0} prompts; at most {MaxCount:N0} are supported. Use fewer candidates or slots.");

        _starts = new int[_templates.Length + 1];
        for (var i = 0; i < _templates.Length; i++) _starts[i + 1] = _starts[i] + (int)_templates[i].Count;
        Fingerprint = Hash(templates, slots.Values);
    }

    /// <summary>The number of prompts.</summary>
    public int Count => _starts[^1];

    /// <summary>Identifies this set: the SHA-256 of templates and candidates, in hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>Creates a prompt.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
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

    /// <summary>Finds a prompt by the candidates in its slots.</summary>
    /// <param name="choices">A candidate for every slot of the template, in the order of its slots.</param>
    /// <param name="template">The index of the template, from 0.</param>
    /// <returns>The index of the prompt, or −1 if the template makes no such prompt.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index of the template is out of range.</exception>
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

    /// <summary>The choices of a prompt as sorted values that are unique among all candidates of all slots.</summary>
    /// <param name="index">The prompt.</param>
    /// <param name="values">A buffer for <see cref="MaxSlots"/> values, which is cut to those of the prompt.</param>
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
        var position = Array.BinarySearch(_starts, index);
        if (position < 0) position = ~position - 1;
        var template = _templates[position];
        candidates = candidates[..template.Slots.Length];
        template.Choose(index - _starts[position], candidates);
        return template;
    }

    private static Dictionary<string, PromptSlot> Slots(IReadOnlyDictionary<string, IReadOnlyList<string>> candidates)
    {
        if (candidates.Count > MaxCandidates)
            throw new PromptException($"There are {candidates.Count} slots; at most {MaxCandidates} are supported.");
        var slots = new Dictionary<string, PromptSlot>(StringComparer.Ordinal);
        var values = 0;
        foreach (var (name, list) in candidates.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                throw new PromptException($"'{Shown(name)}' is not a slot name: it may contain letters, digits, '-' and '_'.");
            CheckList($"candidates of {{{name}}}", list);
            slots.Add(name, new(name, [.. list], values));
            values += list.Count;
        }
        return slots;
    }

    private static void CheckList(string what, IReadOnlyList<string> texts)
    {
        if (texts.Count is 0 or > MaxCandidates)
            throw new PromptException($"There are {(texts.Count == 0 ? "no" : texts.Count)} {what}; there must be 1 to {MaxCandidates}.");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Trim() != text)
                throw new PromptException($"The {what} contain \"{text}\", which is empty or has leading or trailing spaces.");
            if (text.Length > MaxLength || text.Any(char.IsControl))
                throw new PromptException(
                    $"The {what} contain \"{Shown(text)}\", which has more than {MaxLength} characters, or control characters.");
            if (!seen.Add(text)) throw new PromptException($"The {what} contain \"{text}\" twice.");
        }
    }

    private static string Shown(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(60));

    // lengths before texts, so that different sets have different bytes
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

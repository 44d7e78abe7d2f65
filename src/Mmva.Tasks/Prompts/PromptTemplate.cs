using System.Numerics;
using System.Text;

namespace Mmva.Tasks;

/// <summary>A text with slots. A slot that appears several times takes different candidates, in every order. The last slot changes fastest.</summary>
internal sealed class PromptTemplate
{
    private readonly string[] _texts;      // around the slots: one more than there are slots
    private readonly PromptSlot[] _slots;
    private readonly int[] _choices;       // per slot: the number of candidates left for it

    private PromptTemplate(string[] texts, PromptSlot[] slots)
    {
        _texts = texts;
        _slots = slots;
        _choices = [.. slots.Select((slot, i) => slot.Candidates.Length - slots.Take(i).Count(s => s == slot))];
        Count = _choices.Aggregate(BigInteger.One, (product, choices) => product * Math.Max(0, choices));
    }

    /// <summary>The number of prompts of the template; 0 if a slot appears more often than it has candidates.</summary>
    public BigInteger Count { get; }

    public ReadOnlySpan<PromptSlot> Slots => _slots;

    /// <summary>Parses a template.</summary>
    /// <exception cref="PromptException">A brace is unmatched, or a slot is unknown; the message names it.</exception>
    public static PromptTemplate Parse(string text, IReadOnlyDictionary<string, PromptSlot> slots)
    {
        var (texts, used) = (new List<string>(), new List<PromptSlot>());
        var position = 0;
        while (text.AsSpan(position).IndexOfAny('{', '}') is var brace and >= 0)
        {
            var open = position + brace;
            var close = text.IndexOfAny(['{', '}'], open + 1);
            if (text[open] != '{' || close < 0 || text[close] != '}')
                throw new PromptException($"The template \"{text}\" has an unmatched brace at character {open}: slots are written {{name}}.");
            var name = text[(open + 1)..close];
            if (!slots.TryGetValue(name, out var slot))
            {
                throw new PromptException(
                    $"The template \"{text}\" has the slot {{{name}}}, which has no candidates; "
                    + $"the slots with candidates are {string.Join(", ", slots.Keys)}.");
            }
            texts.Add(text[position..open]);
            used.Add(slot);
            position = close + 1;
        }
        texts.Add(text[position..]);
        return new([.. texts], [.. used]);
    }

    /// <summary>Finds the candidate of every slot in a prompt of the template.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="candidates">Receives a candidate for each slot.</param>
    public void Choose(int index, Span<int> candidates)
    {
        for (var i = _slots.Length - 1; i >= 0; i--) (index, candidates[i]) = Math.DivRem(index, _choices[i]);
        Span<int> taken = stackalloc int[_slots.Length];
        for (var i = 1; i < _slots.Length; i++)
        {
            // from "the n-th remaining candidate" to the candidate itself
            var earlier = Earlier(i, candidates, taken);
            earlier.Sort();
            foreach (var candidate in earlier)
                if (candidates[i] >= candidate) candidates[i]++;
        }
    }

    /// <summary>The inverse of <see cref="Choose"/>; <see langword="null"/> if a slot repeats a candidate.</summary>
    public int? IndexOf(ReadOnlySpan<int> candidates)
    {
        Span<int> taken = stackalloc int[_slots.Length];
        var index = 0;
        for (var i = 0; i < _slots.Length; i++)
        {
            var choice = candidates[i];
            foreach (var candidate in Earlier(i, candidates, taken))
            {
                if (candidate == candidates[i]) return null;
                if (candidate < candidates[i]) choice--;
            }
            index = index * _choices[i] + choice;
        }
        return index;
    }

    public string Text(ReadOnlySpan<int> candidates)
    {
        var text = new StringBuilder(_texts[0]);
        for (var i = 0; i < _slots.Length; i++) text.Append(_slots[i].Candidates[candidates[i]]).Append(_texts[i + 1]);
        return text.ToString();
    }

    private Span<int> Earlier(int slot, ReadOnlySpan<int> candidates, Span<int> taken)
    {
        var count = 0;
        for (var i = 0; i < slot; i++)
            if (_slots[i] == _slots[slot]) taken[count++] = candidates[i];
        return taken[..count];
    }
}

/// <summary>The name and the candidates of a slot.</summary>
/// <param name="Name">The name in templates.</param>
/// <param name="Candidates">The candidates.</param>
/// <param name="FirstValue">The number of its first candidate when the candidates of all slots are numbered consecutively.</param>
internal sealed record PromptSlot(string Name, string[] Candidates, int FirstValue);

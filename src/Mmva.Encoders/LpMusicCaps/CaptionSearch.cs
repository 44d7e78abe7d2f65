using System.Numerics.Tensors;

namespace Mmva.Encoders;

/// <summary>Finds the best text of each chunk: beam search, which is greedy with one beam. Follows transformers 4.26.</summary>
/// <param name="rules">The rules.</param>
/// <param name="beams">The texts of a chunk that are continued at once.</param>
/// <param name="maxLength">The tokens of a text, <see cref="GenerationRules.Start"/> included.</param>
internal sealed class CaptionSearch(GenerationRules rules, int beams, int maxLength)
{
    /// <summary>Writes the texts.</summary>
    /// <param name="decoder">At its start.</param>
    /// <param name="chunks">The number of chunks.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; looked at before every token.</param>
    /// <returns>The tokens of each chunk from <see cref="GenerationRules.Start"/> on, without <see cref="GenerationRules.End"/>.</returns>
    /// <exception cref="MmvaException">The decoder returned values that are not finite.</exception>
    public int[][] Run(ITextDecoder decoder, int chunks, CancellationToken cancellationToken)
    {
        var results = new int[chunks][];
        var open = Enumerable.Range(0, chunks).Select(index => (Index: index, Beams: new ChunkBeams(rules, beams))).ToList();
        var logits = new float[chunks * beams * decoder.Vocabulary];
        long[] parents = [.. Enumerable.Range(0, chunks * beams)];
        for (var length = 1; length < maxLength && open.Count > 0; length++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long[] tokens = [.. open.SelectMany(chunk => chunk.Beams.LastTokens)];
            var table = logits.AsSpan(0, tokens.Length * decoder.Vocabulary);
            decoder.Next(tokens, parents, table);

            List<int> kept = [];
            List<long> following = [];
            for (var i = 0; i < open.Count; i++)
            {
                var rows = table.Slice(i * beams * decoder.Vocabulary, beams * decoder.Vocabulary);
                Rate(rows, open[i].Beams);
                if (open[i].Beams.Advance(rows)) continue;
                kept.Add(i);
                following.AddRange(open[i].Beams.Parents.Select(parent => (long)(i * beams) + parent));
            }
            if (kept.Count < open.Count)
            {
                for (var i = 0; i < open.Count; i++)
                    if (!kept.Contains(i)) results[open[i].Index] = open[i].Beams.Best();
                open = [.. kept.Select(i => open[i])];
                decoder.Keep(kept);
            }
            parents = [.. following];
        }
        foreach (var (index, unfinished) in open) results[index] = unfinished.Best();
        return results;
    }

    // from logits to the log probability of each text with the token, or −∞ where the rules forbid it
    private void Rate(Span<float> rows, ChunkBeams texts)
    {
        var vocabulary = rows.Length / beams;
        for (var beam = 0; beam < beams; beam++)
        {
            var row = rows.Slice(beam * vocabulary, vocabulary);
            LogSoftmax(row);
            Forbid(row, texts.Text(beam));
            TensorPrimitives.Add(row, texts.Score(beam), row);
        }
    }

    private static void LogSoftmax(Span<float> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
        Span<float> part = stackalloc float[1024];
        var sum = 0.0;
        for (var rest = (ReadOnlySpan<float>)row; rest.Length > 0; rest = rest[Math.Min(part.Length, rest.Length)..])
        {
            var powers = part[..Math.Min(part.Length, rest.Length)];
            TensorPrimitives.Exp(rest[..powers.Length], powers);
            sum += TensorPrimitives.Sum<float>(powers);
        }
        if (!double.IsFinite(sum))
            throw new MmvaException("The caption model computed values that are not finite. Its weights are damaged, or are not those of a model.");
        TensorPrimitives.Subtract(row, (float)Math.Log(sum), row);
    }

    private void Forbid(Span<float> row, List<int> text)
    {
        var n = rules.NoRepeat;
        if (n > 0)
            for (var i = 0; i + n <= text.Count; i++)
            {
                var repeated = true;
                for (var k = 0; repeated && k < n - 1; k++) repeated = text[i + k] == text[text.Count - n + 1 + k];
                if (repeated) row[text[i + n - 1]] = float.NegativeInfinity;
            }
        if (text.Count < GenerationRules.MinTokens) row[rules.End] = float.NegativeInfinity;
        if (text.Count == 1) Force(row, rules.ForcedFirst);
        if (text.Count == maxLength - 1) Force(row, rules.ForcedLast);
    }

    private static void Force(Span<float> row, int? token)
    {
        if (token is not { } only) return;
        row.Fill(float.NegativeInfinity);
        row[only] = 0;
    }
}

namespace Mmva.Encoders;

/// <summary>The texts of one chunk that are being written, and those that are finished.</summary>
internal sealed class ChunkBeams
{
    // rates the texts other than the first at the start, when all are the same
    private const float Never = -1e9f;

    private readonly GenerationRules _rules;
    private readonly int _beams;
    private readonly (float Score, int Flat)[] _best;
    private readonly List<(double Score, int[] Text)> _finished = [];
    private List<int>[] _texts;
    private float[] _scores;
    private bool _over;

    public ChunkBeams(GenerationRules rules, int beams)
    {
        _rules = rules;
        _beams = beams;
        _best = new (float, int)[2 * beams];
        _texts = [.. Enumerable.Range(0, beams).Select(_ => new List<int> { rules.Start })];
        _scores = [.. Enumerable.Range(0, beams).Select(beam => beam == 0 ? 0 : Never)];
        Parents = [.. Enumerable.Range(0, beams)];
    }

    /// <summary>For each text the index of the one that it continues, before the last token was added.</summary>
    public int[] Parents { get; private set; }

    public IEnumerable<long> LastTokens => _texts.Select(text => (long)text[^1]);

    public List<int> Text(int beam) => _texts[beam];

    /// <summary>The log probability of a text.</summary>
    public float Score(int beam) => _scores[beam];

    /// <summary>Adds the best tokens.</summary>
    /// <param name="rows">The log probability of each text with each token, [beams, vocabulary].</param>
    /// <returns>Whether the search is over.</returns>
    public bool Advance(ReadOnlySpan<float> rows)
    {
        var vocabulary = rows.Length / _beams;
        var count = SelectBest(rows);
        var (texts, scores, parents) = (new List<List<int>>(_beams), new List<float>(_beams), new List<int>(_beams));
        for (var rank = 0; rank < count && texts.Count < _beams; rank++)
        {
            var (score, flat) = _best[rank];
            var (beam, token) = Math.DivRem(flat, vocabulary);
            if (token == _rules.End)
            {
                // an end that is not among as many best as there are beams is passed over
                if (rank < _beams) Finish(_texts[beam], score);
                continue;
            }
            texts.Add([.. _texts[beam], token]);
            scores.Add(score);
            parents.Add(beam);
        }
        _over = _finished.Count == _beams && (_rules.StopEarly || Worst().Score >= Rating(_best[0].Score, _texts[0].Count));
        if (_over) return true;
        if (texts.Count < _beams)
            throw new MmvaException($"The vocabulary of {vocabulary} tokens is too small for {_beams} beams under the rules of the model.");
        _texts = [.. texts];
        _scores = [.. scores];
        Parents = [.. parents];
        return false;
    }

    /// <summary>The best text; texts that are unfinished count as they are.</summary>
    public int[] Best()
    {
        if (!_over)
            for (var beam = 0; beam < _beams; beam++) Finish(_texts[beam], _scores[beam]);
        var best = _finished[0];
        foreach (var text in _finished)
            if (text.Score >= best.Score) best = text; // of equal ones the last
        return best.Text;
    }

    private double Rating(double score, int length) => score / Math.Pow(length, _rules.LengthPenalty);

    private void Finish(List<int> text, float score)
    {
        var rating = Rating(score, text.Count);
        if (_finished.Count == _beams)
        {
            var worst = Worst();
            if (rating <= worst.Score) return;
            _finished.Remove(worst);
        }
        _finished.Add((rating, [.. text]));
    }

    private (double Score, int[] Text) Worst() => _finished.MinBy(text => text.Score);

    // the best 2 · beams in order; of equal ones the first
    private int SelectBest(ReadOnlySpan<float> rows)
    {
        var count = 0;
        for (var flat = 0; flat < rows.Length; flat++)
        {
            var score = rows[flat];
            if (count == _best.Length && score <= _best[^1].Score) continue;
            var at = Math.Min(count, _best.Length - 1);
            for (; at > 0 && score > _best[at - 1].Score; at--) _best[at] = _best[at - 1];
            _best[at] = (score, flat);
            count = Math.Min(count + 1, _best.Length);
        }
        return count;
    }
}

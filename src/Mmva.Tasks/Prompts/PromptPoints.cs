using System.Numerics;
using Mmva.Emotion;

namespace Mmva.Tasks.Prompts;

/// <summary>Where all prompts of a catalogue lie. Every search looks at all of them, in vectors: for 55,000 points some microseconds, without an index to keep.</summary>
internal sealed class PromptPoints
{
    private readonly ValenceArousal[] _points;
    private readonly double[] _valence, _arousal; // in double precision, so that the order of near points is that of exact distances

    public PromptPoints(ValenceArousal[] points)
    {
        _points = points;
        (_valence, _arousal) = (new double[points.Length], new double[points.Length]);
        for (var i = 0; i < points.Length; i++) (_valence[i], _arousal[i]) = (points[i].Valence, points[i].Arousal);
    }

    public int Count => _points.Length;

    public ValenceArousal this[int index] => _points[index];

    public double SquaredDistance(int index, ValenceArousal place)
    {
        double v = _valence[index] - place.Valence, a = _arousal[index] - place.Arousal;
        return v * v + a * a;
    }

    /// <summary>The nearest points, nearest first; of those equally far, the lower index first.</summary>
    public int[] Nearest(ValenceArousal place, int count)
    {
        var found = new (double Squared, int Index)[Math.Min(count, Count)];
        var filled = 0;
        Visit(place, () => filled < found.Length ? double.PositiveInfinity : found[^1].Squared, (index, squared) =>
        {
            var at = filled < found.Length ? filled++ : filled - 1;
            for (; at > 0 && found[at - 1].Squared > squared; at--) found[at] = found[at - 1];
            found[at] = (squared, index);
        });
        return [.. found.Select(f => f.Index)];
    }

    /// <summary>Shows every point that is nearer than a bound, in ascending order; the bound is asked for again after each.</summary>
    public void Visit(ValenceArousal place, Func<double> bound, Action<int, double> visit)
    {
        var width = Vector<double>.Count;
        var (valence, arousal, within) = (new Vector<double>(place.Valence), new Vector<double>(place.Arousal), bound());
        var i = 0;
        for (; i <= Count - width; i += width)
        {
            Vector<double> v = new Vector<double>(_valence, i) - valence, a = new Vector<double>(_arousal, i) - arousal;
            if (!Vector.LessThanAny(v * v + a * a, new Vector<double>(within))) continue;
            for (var k = i; k < i + width; k++) One(k);
        }
        for (; i < Count; i++) One(i);

        void One(int index)
        {
            var squared = SquaredDistance(index, place);
            if (squared >= within) return;
            visit(index, squared);
            within = bound();
        }
    }
}

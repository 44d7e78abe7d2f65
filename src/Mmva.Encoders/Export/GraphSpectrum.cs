using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// <see cref="PowerSpectrum"/> in a graph, sum by sum. ONNX's own DFT rounds differently, which matters where only rounding errors are left: notes
/// that are not in the music are compared with each other too.
/// </summary>
internal static class GraphSpectrum
{
    /// <summary>The power of frequencies 0 to half the sample rate.</summary>
    /// <param name="frames">float32 [frames, size].</param>
    /// <param name="size">A power of two of at least 4.</param>
    /// <returns>float32 [frames, size / 2 + 1].</returns>
    public static Term Power(Term frames, int size)
    {
        var half = size / 2;
        var graph = frames.Graph;
        using var scope = graph.Scope("spectrum");
        Term Table(string name, Func<double, double> f) => frames with
        {
            Value = graph.Weight($"{name}_{size}", [.. Enumerable.Range(0, half).Select(i => (float)f(2 * Math.PI * i / size))], half),
        };
        Term cos = Table("cos", Math.Cos), sin = Table("sin", Math.Sin);
        var order = BitReversed(graph, half);
        var (re, im) = Transform(frames.Gather(order * 2, 1), frames.Gather(order * 2 + 1, 1), cos, sin, half);
        return Combine(re, im, cos, sin, half);
    }

    // the order of the inputs of a transform: 0; 0, 1; 0, 2, 1, 3; …
    private static Term BitReversed(GraphBuilder graph, int size)
    {
        var order = new Term(graph, graph.Integers(0), TensorType.Int64);
        for (var length = 1; length < size; length *= 2) order = Term.Concat(0, order * 2, order * 2 + 1);
        return order;
    }

    // [frames, half] each
    private static (Term Re, Term Im) Transform(Term re, Term im, Term cos, Term sin, int half)
    {
        for (var span = 1; span < half; span *= 2)
        {
            var (pairs, step) = (half / (2 * span), half / span);
            Term c = cos.Every(0, 0, half, step), s = sin.Every(0, 0, half, step); // [span]
            Term Part(Term x, int part) => x.Reshape(-1, pairs, 2, span).Slice(2, part, part + 1);
            Term ar = Part(re, 0), ai = Part(im, 0), br = Part(re, 1), bi = Part(im, 1);
            Term tr = br * c + bi * s, ti = bi * c - br * s;
            re = Term.Concat(2, ar + tr, ar - tr).Reshape(-1, half);
            im = Term.Concat(2, ai + ti, ai - ti).Reshape(-1, half);
        }
        return (re, im);
    }

    // the spectrum of all samples from that of pairs of them
    private static Term Combine(Term re, Term im, Term cos, Term sin, int half)
    {
        Term Upwards(Term x) => x.Slice(1, 1, half);
        Term Downwards(Term x) => x.Every(1, half - 1, 0, -1);
        Term zr = Upwards(re), zi = Upwards(im), yr = Downwards(re), yi = Downwards(im) * -1;
        Term evenR = (zr + yr) * 0.5, evenI = (zi + yi) * 0.5, oddR = (zi - yi) * 0.5, oddI = (yr - zr) * 0.5;
        Term c = cos.Slice(0, 1, half), s = sin.Slice(0, 1, half);
        Term real = evenR + oddR * c + oddI * s, imaginary = evenI + oddI * c - oddR * s;
        Term first = re.Slice(1, 0, 1), second = im.Slice(1, 0, 1), lowest = first + second, highest = first - second;
        return Term.Concat(1, lowest * lowest, real * real + imaginary * imaginary, highest * highest);
    }
}

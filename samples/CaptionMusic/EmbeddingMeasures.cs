using System.Numerics.Tensors;

namespace CaptionMusic;

/// <summary>Where captions lie among those of a reference, as sentence embeddings of length 1.</summary>
/// <param name="Nearest">The mean cosine of a caption and the nearest one of the reference.</param>
/// <param name="Self">The mean cosine of a caption and the nearest other one of its own set.</param>
/// <param name="Distance">
/// The squared maximum mean discrepancy of both clouds, by the kernel (1 + cosine)³ / 8: 0 for two samples of the same captions. Unbiased, so that
/// it can be slightly negative.
/// </param>
internal sealed record EmbeddingMeasures(double Nearest, double Self, double Distance)
{
    public static EmbeddingMeasures Of(float[][] captions, float[][] reference)
    {
        double nearest = 0, self = 0;
        foreach (var (i, caption) in captions.Index())
        {
            nearest += reference.Max(other => TensorPrimitives.Dot<float>(caption, other)) / captions.Length;
            self += captions.Where((_, k) => k != i).Max(other => TensorPrimitives.Dot<float>(caption, other)) / captions.Length;
        }
        return new(nearest, self, Within(captions) + Within(reference) - 2 * Mean(captions, reference));
    }

    private static double Mean(float[][] a, float[][] b)
    {
        var sum = 0.0;
        foreach (var x in a)
            foreach (var y in b) sum += Kernel(x, y);
        return sum / ((double)a.Length * b.Length);
    }

    // without the pairs of a caption with itself
    private static double Within(float[][] a) =>
        (Mean(a, a) * a.Length * a.Length - a.Sum(x => Kernel(x, x))) / ((double)a.Length * (a.Length - 1));

    private static double Kernel(float[] a, float[] b) => Math.Pow(1 + TensorPrimitives.Dot<float>(a, b), 3) / 8;
}

namespace Mmva.Encoders;

/// <summary>Reads the weights of one model; a batch norm becomes x · gain + shift.</summary>
internal sealed class MusicnnWeights(ModelWeights published, Func<string, bool> ignored)
{
    private const float Epsilon = 1e-3f;

    private readonly WeightReader _weights = new(published, key => ignored(key) ? null : key);

    public float[] Take(string name, params int[] shape) => _weights.Float32(name, shape).ToFloats();

    public (float[] Gain, float[] Shift) TakeNorm(string name, int size)
    {
        var (gain, shift) = (Take(name + ".weight", size), Take(name + ".bias", size));
        var (mean, variance) = (Take(name + ".running_mean", size), Take(name + ".running_var", size));
        for (var i = 0; i < size; i++)
        {
            gain[i] /= MathF.Sqrt(variance[i] + Epsilon);
            shift[i] -= mean[i] * gain[i];
        }
        return (gain, shift);
    }

    public RectifiedNorm TakeRectifiedNorm(string name, int size)
    {
        var (gain, shift) = TakeNorm(name, size);
        return new(gain, shift);
    }

    public void Finish() => _weights.Finish();
}

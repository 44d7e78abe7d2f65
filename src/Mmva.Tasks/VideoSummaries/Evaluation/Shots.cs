using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>Divisions of a video into shots that do not depend on its content.</summary>
public static class Shots
{
    /// <summary>Two seconds at 30 frames per second, as in TVSum's own evaluation.</summary>
    public const int TwoSeconds = 60;

    /// <summary>Creates shots of equal length; the last one may be shorter.</summary>
    /// <param name="frames">The number of frames.</param>
    /// <param name="length">The number of frames per shot, at least 1.</param>
    /// <returns>The lengths of the shots, in frames.</returns>
    public static IReadOnlyList<int> Fixed(int frames, int length = TwoSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return [.. Enumerable.Range(0, (frames + length - 1) / length).Select(i => Math.Min(length, frames - i * length))];
    }

    /// <summary>Creates shots of random length: gamma-distributed with shape 2, much like the shots of films.</summary>
    /// <param name="frames">The number of frames.</param>
    /// <param name="mean">The mean length in frames, at least 1.</param>
    /// <param name="seed">The seed of the lengths.</param>
    /// <returns>The lengths of the shots, in frames.</returns>
    public static IReadOnlyList<int> Irregular(int frames, double mean, ulong seed)
    {
        if (!(mean >= 1)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "A shot has at least one frame.");
        var random = new RandomSource(seed);
        var lengths = new List<int>();
        for (var left = frames; left > 0; left -= lengths[^1])
        {
            var gamma = -mean / 2 * Math.Log((1 - random.NextDouble()) * (1 - random.NextDouble()));
            lengths.Add((int)Math.Clamp(Math.Round(gamma), 1, left));
        }
        return lengths;
    }
}

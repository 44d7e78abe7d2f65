using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Mmva.Data;

namespace Mmva.Tasks.Evaluation;

/// <summary>
/// Training-free criteria of a key frame, after CTVSUM (Pang et al., WACV 2023, arXiv 2211.10056): local dissimilarity × global consistency of
/// the features of any image encoder. The baseline that arousal has to beat.
/// </summary>
/// <remarks>
/// <para>
/// With features x of length 1 and d(t, j) = ‖x_t − x_j‖² = 2 − 2 cos: the local dissimilarity of a frame is the mean of d to its nearest
/// tenth of the frames, itself among them; its global consistency the logarithm of the mean of exp(−2 d) to all frames. Both are scaled to
/// 0…1 over the video and multiplied; the score is exp(product − 1), smoothed over time with a Gaussian of σ = 1 frame.
/// </para>
/// <para>
/// What differs from the published figures: the features are those of the given encoder instead of GoogLeNet's, frames are taken at equal times
/// instead of every fifteenth, exp is used for every data set (the authors add 0.05 instead for SumMe), and the parts that are trained, a
/// projection of the features and the uniqueness of a frame among videos, are not there. A criterion that is the same for all frames counts as 1.
/// </para>
/// <para>n frames take n² · width multiplications on all processors, the same bits for any number of them. Safe to use from several threads.</para>
/// </remarks>
public static class ContrastiveCriteria
{
    /// <summary>The share of the frames that are a frame's neighbors, in the authors' configuration.</summary>
    public const double DefaultNeighbors = 0.1;

    /// <summary>The largest number of frames: two hours and three quarters at two frames per second.</summary>
    public const int MaxFrames = 20_000;

    // as far as SciPy's filter reaches, in standard deviations, which the authors use
    private const int Reach = 4;

    /// <summary>Scores the frames of a video by their features.</summary>
    /// <param name="features">The features of all frames in order, [frames, width], row-major.</param>
    /// <param name="width">The number of values of a frame, at least 1.</param>
    /// <param name="neighbors">The share of the frames that are a frame's neighbors: above 0, up to 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One score per frame, from 1/e to 1.</returns>
    /// <exception cref="ArgumentException">
    /// There are no frames or more than <see cref="MaxFrames"/>, the last one is incomplete, a value is not finite, or an argument is out of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static float[] Score(
        ReadOnlySpan<float> features, int width, double neighbors = DefaultNeighbors, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (!(neighbors is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(neighbors), neighbors, "The share must be in (0, 1].");
        if (features.IsEmpty || features.Length % width != 0)
            throw new ArgumentException($"{features.Length} values are not frames of {width} values.", nameof(features));
        var count = features.Length / width;
        if (count > MaxFrames) throw new ArgumentException($"There are {count} frames; the most are {MaxFrames}.", nameof(features));

        var frames = Normalized(features, width);
        var nearest = Math.Max(1, (int)(neighbors * count));
        var (local, global) = (new double[count], new double[count]);
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, () => new double[count], (t, _, distances) =>
        {
            var consistency = 0.0;
            for (var j = 0; j < count; j++)
            {
                // rounding must not make a frame differ from itself
                distances[j] = j == t ? 0 : Math.Max(0, 2 - 2.0 * TensorPrimitives.Dot<float>(Frame(t), Frame(j)));
                consistency += Math.Exp(-2 * distances[j]);
            }
            global[t] = Math.Log(consistency / count);
            Array.Sort(distances);
            local[t] = distances.AsSpan(0, nearest).ToArray().Average();
            return distances;
        }, _ => { });

        Scale(local);
        Scale(global);
        return Smoothed([.. local.Zip(global, (dissimilarity, consistency) => Math.Exp(dissimilarity * consistency - 1))]);

        ReadOnlySpan<float> Frame(int index) => frames.AsSpan(index * width, width);
    }

    /// <summary>Scores the frames of a video file by the features of an image encoder.</summary>
    /// <param name="path">The video.</param>
    /// <param name="encoder">Encodes the frames; all layers count.</param>
    /// <param name="reader">Reads the video, or <see langword="null"/> for a reader with default limits.</param>
    /// <param name="framesPerSecond">Frames per second.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One score per frame, in order.</returns>
    /// <exception cref="MediaException">
    /// The file is not a video, cannot be decoded, exceeds a limit, or has more than <see cref="MaxFrames"/> frames at this rate.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<float[]> ScoreAsync(
        string path, IModalityEncoder<RgbImage> encoder, IVideoReader? reader = null,
        double framesPerSecond = VideoSummaryOptions.DefaultFramesPerSecond, IProgress<VideoSummaryProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        reader ??= new VideoReader();
        var duration = (await reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false)).Duration;
        var (features, width, count) = (new List<float>(), 0, 0);
        var batches = ReadAhead.InBatches(
            stop => reader.ReadFramesAsync(path, framesPerSecond, stop), FrameReading.FramesPerBatch, cancellationToken);
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            count += batch.Count;
            if (count > MaxFrames) throw TooLong(path, framesPerSecond);
            var encoded = await encoder.EncodeAsync([.. batch.Select(frame => frame.Image)], cancellationToken).ConfigureAwait(false);
            width = encoded.Layers * encoded.Width;
            features.AddRange(encoded.Values.Span);
            progress?.Report(new(false, TimeSpan.FromSeconds(count / framesPerSecond), duration));
        }
        return Score(CollectionsMarshal.AsSpan(features), width, cancellationToken: cancellationToken);
    }

    private static MediaException TooLong(string path, double framesPerSecond) => new(
        path, FormattableString.Invariant($"has more than {MaxFrames} frames at {framesPerSecond:0.##} per second, which are too many to compare: ")
        + "take fewer per second.");

    private static float[] Normalized(ReadOnlySpan<float> features, int width)
    {
        var frames = features.ToArray();
        for (var start = 0; start < frames.Length; start += width)
        {
            var frame = frames.AsSpan(start, width);
            var norm = TensorPrimitives.Norm<float>(frame);
            if (!float.IsFinite(norm)) throw new ArgumentException($"The features of frame {start / width} are not finite.", nameof(features));
            if (norm > 0) TensorPrimitives.Divide(frame, norm, frame);
        }
        return frames;
    }

    private static void Scale(double[] values)
    {
        var (low, high) = (values.Min(), values.Max());
        for (var i = 0; i < values.Length; i++) values[i] = high > low ? (values[i] - low) / (high - low) : 1;
    }

    // the ends are mirrored, with the first and the last frame twice
    private static float[] Smoothed(double[] scores)
    {
        double[] weights = [.. Enumerable.Range(-Reach, 2 * Reach + 1).Select(offset => Math.Exp(-offset * offset / 2.0))];
        var (sum, smoothed) = (weights.Sum(), new float[scores.Length]);
        for (var t = 0; t < scores.Length; t++)
        {
            var total = 0.0;
            for (var offset = -Reach; offset <= Reach; offset++) total += weights[offset + Reach] * scores[Mirrored(t + offset, scores.Length)];
            smoothed[t] = (float)(total / sum);
        }
        return smoothed;
    }

    private static int Mirrored(int index, int count)
    {
        while (index < 0 || index >= count) index = index < 0 ? -1 - index : 2 * count - 1 - index;
        return index;
    }
}

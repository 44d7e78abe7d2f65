using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>
/// EfficientNet-Lite0 and one musicnn model beside the same weights exported from PyTorch: same process, same threads, same inputs, no preprocessing
/// on either side.
/// </summary>
internal static class ConvolutionalTowers
{
    private const int Frames = 187, Bands = 96, Penultimate = 200;

    /// <param name="peers">The folder with the exported graphs.</param>
    /// <param name="pretrained">The folder with the published weights.</param>
    /// <param name="options">Threads, the same for both.</param>
    /// <param name="turns">Turns each.</param>
    public static IEnumerable<BenchmarkRow> EfficientNet(string peers, string pretrained, OnnxSessionOptions options, int turns)
    {
        using var peer = new TowerSession(Path.Combine(peers, "efficientnet-lite0.onnx"), options);
        using var ours = EfficientNetLite0Encoder.Load(Path.Combine(pretrained, "efficientnet-lite0"), options);
        foreach (var images in new[] { 1, 8 }) yield return EfficientNet(peer, ours, images, turns);
    }

    /// <inheritdoc cref="EfficientNet(string, string, OnnxSessionOptions, int)"/>
    public static IEnumerable<BenchmarkRow> Musicnn(string peers, string pretrained, OnnxSessionOptions options, int turns)
    {
        // the peer holds one of the two models
        using var weights = ModelWeights.Open(Path.Combine(pretrained, "musicnn", "msd.safetensors"));
        using var peer = new TowerSession(Path.Combine(peers, "musicnn.onnx"), options);
        using var ours = MusicnnNetwork.Load([weights], options.IntraOpThreads);
        foreach (var windows in new[] { 1, 10 }) yield return Musicnn(peer, ours, windows, turns);
    }

    private static BenchmarkRow EfficientNet(TowerSession peer, EfficientNetLite0Encoder ours, int images, int turns)
    {
        // the peer gives block 15 and the head only: 2,432 of our 3,584 numbers
        const int side = 224, own = 3584, shared = 2432;
        var pixels = FormulaValues.Create("pixels", images * 3 * side * side, 2);
        var (features, theirs) = (new float[images * own], new float[images * shared]);
        return Turns.Measure($"efficientnet-lite0/{images}",
            () => Turns.Seconds(() => ours.Run(pixels, features)),
            () => Turns.Seconds(() => peer.Run("pixels", pixels, [images, 3, side, side], "features", theirs, [images, shared])),
            turns, Precision.Exact, () =>
            {
                float[] both = [.. Enumerable.Range(0, images).SelectMany(i => features.AsSpan(i * own + own - shared, shared).ToArray())];
                return Agreement.Largest(both, theirs);
            });
    }

    private static BenchmarkRow Musicnn(TowerSession peer, MusicnnNetwork ours, int windows, int turns)
    {
        var logMel = FormulaValues.Create("log_mel", windows * Frames * Bands, 2);
        var (features, theirs) = (new float[windows * Penultimate], new float[windows * Penultimate]);
        return Turns.Measure($"musicnn/{windows}",
            () => Turns.Seconds(() =>
            {
                // in runs of the size that the encoder takes
                for (var done = 0; done < windows; done += MusicnnEncoder.WindowsPerRun)
                {
                    var count = Math.Min(MusicnnEncoder.WindowsPerRun, windows - done);
                    ours.Run(
                        logMel.AsMemory(done * Frames * Bands, count * Frames * Bands), features.AsMemory(done * Penultimate, count * Penultimate));
                }
            }),
            () => Turns.Seconds(() => peer.Run("log_mel", logMel, [windows, Frames, Bands], "penultimate", theirs, [windows, Penultimate])),
            turns, Precision.Exact, () => Agreement.Largest(features, theirs));
    }
}

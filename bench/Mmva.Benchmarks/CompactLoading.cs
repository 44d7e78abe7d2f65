using Mmva.Compact;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>All three compact towers in one process, and one input of each kind: what a program with the trained default takes.</summary>
internal static class CompactLoading
{
    public const string Name = "compact", Case = "all three";

    private const int Width = 1920, Height = 1080, SampleRate = 16_000, Seconds = 30;

    private static readonly string[] Caption = ["A slow, sad piano piece over soft strings, recorded in a large hall."];

    /// <summary>Loads the towers.</summary>
    public static Contender Load(int threads)
    {
        var options = new CompactOptions { Session = new OnnxSessionOptions { IntraOpThreads = threads } };
        var model = CompactModel.Load(options);
        model.Predictor.LoadAsync().GetAwaiter().GetResult();
        return new(model, _ => new(() => Predict(model.Predictor), () => []));
    }

    private static void Predict(IEmotionPredictor predictor)
    {
        var pixels = new byte[Width * Height * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / 3 % Width * byte.MaxValue / Width);
        predictor.PredictAsync([new RgbImage(Width, Height, pixels)]).GetAwaiter().GetResult();
        var samples = new float[Seconds * SampleRate];
        for (var i = 0; i < samples.Length; i++) samples[i] = MathF.Sin(i * 440f * MathF.Tau / SampleRate) / 4;
        predictor.PredictAsync([new Waveform(samples, SampleRate)]).GetAwaiter().GetResult();
        predictor.PredictAsync(Caption).GetAwaiter().GetResult();
    }
}

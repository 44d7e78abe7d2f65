using Mmva;
using Mmva.Compact;
using Mmva.Encoders;

namespace TrainCompact;

/// <summary>The encoder of each modality: the compact one, or the paper's where the command line names its folder.</summary>
internal sealed class Towers(Arguments arguments) : IDisposable
{
    public IModalityEncoder<RgbImage> Images { get; } = arguments.Clip is { } folder ? ClipEncoder.Load(folder) : CompactModel.LoadImages(new());

    public IModalityEncoder<Waveform> Music { get; } = arguments.Mert is { } folder ? MertEncoder.Load(folder) : CompactModel.LoadMusic(new());

    public IModalityEncoder<string> Captions { get; } = arguments.Roberta is { } folder ? RobertaEncoder.Load(folder) : CompactModel.LoadCaptions(new() { CaptionPrecision = Precision.Exact });

    public void Dispose()
    {
        foreach (var tower in new object[] { Images, Music, Captions }) (tower as IDisposable)?.Dispose();
    }
}

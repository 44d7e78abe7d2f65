using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mmva.Encoders;
using Mmva.Model;

namespace Mmva.Compact;

/// <summary>The trained default without a container: three small towers and the heads that were trained on them.</summary>
/// <remarks>Safe to use from several threads; dispose when no prediction runs.</remarks>
public sealed partial class CompactModel : IDisposable
{
    private const string HeadsFile = "heads.safetensors";

    private const int MusicSampleRate = 16_000;

    // the embedding, the middle and the last: together they tell more than the last alone
    private static readonly int[] CaptionLayers = [0, 3, 6];

    private CompactModel(CompactOptions options, ILogger logger)
    {
        Heads = LoadHeads(options, logger);
        Images = LoadImages(options);
        Music = LoadMusic(options);
        Captions = LoadCaptions(options);
        Predictor = new EmotionPredictor(Heads, Images, Music, Captions);
    }

    /// <summary>EfficientNet-Lite0: [1, 3584].</summary>
    public EfficientNetLite0Encoder Images { get; }

    /// <summary>Both musicnn models and <see cref="TonalEncoder"/>, side by side, on sound of one level: [1, 449].</summary>
    public LevelledEncoder Music { get; }

    /// <summary>Layers 0, 3 and 6 of MiniLM-L6 side by side: [1, 1152].</summary>
    public ConcatenatedLayersEncoder<string> Captions { get; }

    /// <summary>Necks, predictors and similarity predictor, trained on features of these towers. For research use: see the model card.</summary>
    public MmvaModel Heads { get; }

    /// <summary>All of it put together.</summary>
    public IEmotionPredictor Predictor { get; }

    /// <summary>Loads everything from the folder beside the program.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="logger">Hears what the heads may be used for.</param>
    /// <exception cref="MmvaException">A file is missing or damaged, or ONNX Runtime's native library is missing.</exception>
    public static CompactModel Load(CompactOptions? options = null, ILogger? logger = null) => new(options ?? new(), logger ?? NullLogger.Instance);

    /// <summary>Frees the towers.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Music.Dispose();
        Captions.Dispose();
    }

    /// <summary>Loads the image tower alone.</summary>
    /// <exception cref="MmvaException">A file is missing or damaged, or ONNX Runtime's native library is missing.</exception>
    public static EfficientNetLite0Encoder LoadImages(CompactOptions options) => EfficientNetLite0Encoder.Load(Path.Combine(options.Folder, "efficientnet-lite0"), options.Session);

    /// <summary>Loads the music tower alone.</summary>
    /// <inheritdoc cref="LoadImages"/>
    public static LevelledEncoder LoadMusic(CompactOptions options) =>
        new(new ConcatenatedEncoder<Waveform>(MusicnnEncoder.Load(Path.Combine(options.Folder, "musicnn"), options.Session), new TonalEncoder()), MusicSampleRate);

    /// <summary>Loads the caption tower alone, with the layers that the heads read.</summary>
    /// <inheritdoc cref="LoadImages"/>
    public static ConcatenatedLayersEncoder<string> LoadCaptions(CompactOptions options) =>
        new(MiniLmEncoder.Load(Path.Combine(options.Folder, "minilm"), new() { Precision = options.CaptionPrecision, Session = options.Session }), CaptionLayers);

    internal static MmvaModel LoadHeads(CompactOptions options, ILogger logger)
    {
        var heads = MmvaModel.Load(Path.Combine(options.Folder, HeadsFile));
        ForResearchUse(logger);
        return heads;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Mmva.Compact: the heads were trained on sets for non-commercial research (OASIS, Warriner's norms, EMOPIA among them) and are for research use; MODEL_CARD.md has sources and licenses.")]
    private static partial void ForResearchUse(ILogger logger);
}

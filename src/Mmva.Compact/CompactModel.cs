using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mmva.Encoders;

namespace Mmva.Compact;

/// <summary>The trained default without a container: three small towers and the model that was trained on them.</summary>
/// <remarks>Safe to use from several threads; dispose it when no prediction is in progress.</remarks>
public sealed partial class CompactModel : IDisposable
{
    private const string ModelFile = "heads.safetensors";

    private const int MusicSampleRate = 16_000;

    // the embedding, the middle and the last: together they contain more than the last alone
    private static readonly int[] CaptionLayers = [0, 3, 6];

    private readonly Lazily<EfficientNetLite0Encoder> _images;
    private readonly Lazily<LeveledEncoder> _music;
    private readonly Lazily<ConcatenatedLayersEncoder<string>> _captions;

    private CompactModel(CompactOptions options, ILogger logger)
    {
        Model = LoadModel(options, logger);
        _images = new(() => LoadImages(options));
        _music = new(() => LoadLeveledMusic(options));
        _captions = new(() => LoadCaptions(options));
        Predictor = EmotionPredictor.OnDemand(Model, () => Images, () => Music, () => Captions);
    }

    /// <summary>EfficientNet-Lite0: [1, 3584]. Loaded when first used.</summary>
    /// <exception cref="MmvaException">A file is missing or damaged, or ONNX Runtime's native library is missing.</exception>
    public EfficientNetLite0Encoder Images => _images.Value;

    /// <summary>Both musicnn models and <see cref="TonalEncoder"/>, concatenated, on audio of one level: [1, 449]. Loaded when first used.</summary>
    /// <inheritdoc cref="Images" path="/exception"/>
    public IModalityEncoder<Waveform> Music => _music.Value;

    /// <summary>Layers 0, 3 and 6 of MiniLM-L6, concatenated: [1, 1152]. Loaded when first used.</summary>
    /// <inheritdoc cref="Images" path="/exception"/>
    public ConcatenatedLayersEncoder<string> Captions => _captions.Value;

    /// <summary>The model (necks and heads), trained on features of these towers. For research use: see the model card.</summary>
    public MmvaModel Model { get; }

    /// <summary>The predictor that combines the encoders and the model.</summary>
    public IEmotionPredictor Predictor { get; }

    /// <summary>Loads the model; each tower is loaded when it is first used. <see cref="IEmotionPredictor.LoadAsync"/> loads all.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="logger">The logger; optional. It receives the terms of use of the model.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="MmvaException">The file of the model is missing or damaged.</exception>
    public static CompactModel Load(CompactOptions? options = null, ILogger? logger = null) => new(options ?? new(), logger ?? NullLogger.Instance);

    /// <summary>Loads only the image tower.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="MmvaException">A file is missing or damaged, or ONNX Runtime's native library is missing.</exception>
    public static EfficientNetLite0Encoder LoadImages(CompactOptions options) =>
        EfficientNetLite0Encoder.Load(FolderOf(options, "efficientnet-lite0"), options.Session);

    /// <summary>Loads only the music tower.</summary>
    /// <inheritdoc cref="LoadImages"/>
    public static IModalityEncoder<Waveform> LoadMusic(CompactOptions options) => LoadLeveledMusic(options);

    /// <summary>Loads only the caption tower, with the layers that the model reads.</summary>
    /// <inheritdoc cref="LoadImages"/>
    public static ConcatenatedLayersEncoder<string> LoadCaptions(CompactOptions options)
    {
        var folder = FolderOf(options, "minilm");
        return new(MiniLmEncoder.Load(folder, new() { Precision = options.CaptionPrecision, Session = options.Session }), CaptionLayers);
    }

    /// <summary>Frees the towers.</summary>
    public void Dispose()
    {
        if (_images.IsCreated) _images.Value.Dispose();
        if (_music.IsCreated) _music.Value.Dispose();
        if (_captions.IsCreated) _captions.Value.Dispose();
    }

    internal static MmvaModel LoadModel(CompactOptions options, ILogger logger)
    {
        var model = MmvaModel.Load(FolderOf(options, ModelFile));
        LogTerms(logger);
        return model;
    }

    private static LeveledEncoder LoadLeveledMusic(CompactOptions options)
    {
        var tagger = MusicnnEncoder.Load(FolderOf(options, "musicnn"), options.Session);
        return new(new ConcatenatedEncoder<Waveform>(tagger, new TonalEncoder()), MusicSampleRate);
    }

    private static string FolderOf(CompactOptions options, string tower) =>
        WeightsFolder.Find(options.Validated(new CompactOptionsValidator()).Folder, tower);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Mmva.Compact: the model was trained on data sets for non-commercial research (OASIS, Warriner's norms, EMOPIA among them) "
            + "and is for research use; MODEL_CARD.md has sources and licenses.")]
    private static partial void LogTerms(ILogger logger);
}

using Microsoft.Extensions.Logging;
using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Creates monitors with the predictor and the options of the host.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
public sealed class EmotionMonitorFactory
{
    private readonly IEmotionPredictor _predictor;
    private readonly EmotionMonitorOptions _options;
    private readonly ILogger<EmotionMonitor>? _logger;

    internal EmotionMonitorFactory(IEmotionPredictor predictor, EmotionMonitorOptions options, ILogger<EmotionMonitor>? logger)
    {
        _predictor = predictor;
        _options = options;
        _logger = logger;
    }

    /// <summary>Starts a monitor, which the caller disposes of.</summary>
    /// <param name="format">The format of the audio: that of the provider that is played, or of the recorder.</param>
    /// <exception cref="ArgumentException">A window of this format takes more than 1 GiB.</exception>
    public EmotionMonitor Create(WaveFormat format) => new(format, _predictor, _options, _logger);
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>Caches catalogues in a folder, one for each set of prompts and predictor. An interrupted build is resumed.</summary>
/// <remarks>Safe to use from several threads and processes: each catalogue is built once. The folder can be emptied at any time.</remarks>
internal sealed partial class PromptCatalogueCache
{
    private const string PartialExtension = ".partial";

    private readonly string _folder;
    private readonly string? _precomputed;
    private readonly ILogger _logger;

    /// <summary>Uses a folder as the cache.</summary>
    /// <param name="folder">The folder; created when it is first needed.</param>
    /// <param name="precomputed">
    /// A folder shipped with a model that may contain its catalogue as <see cref="PromptCatalogue.FileName"/>; read first, never written; optional.
    /// </param>
    /// <param name="logger">The logger; optional.</param>
    public PromptCatalogueCache(string folder, string? precomputed = null, ILogger? logger = null)
    {
        _folder = folder;
        _precomputed = precomputed;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Returns the catalogue of a set: the one shipped with the model, else the cached one, else it is built and cached.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="predictor">Predicts them as captions. If it has no fingerprint, the catalogue is built by every call and never cached.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; a later call resumes the build.</param>
    /// <remarks>A file that is damaged, or of other prompts or another predictor, is ignored; the reason is logged.</remarks>
    /// <exception cref="PromptException">The folder cannot be written.</exception>
    /// <exception cref="MmvaException">The predictor has no caption encoder.</exception>
    public async Task<PromptCatalogue> GetAsync(
        PromptSet prompts, IEmotionPredictor predictor, IProgress<PromptCatalogueProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var prediction = new PromptPrediction(prompts, predictor, progress);
        if (predictor.FingerprintOf(Modality.Caption) is not { } fingerprint)
        {
            LogNotCached(prompts.Count);
            return await prediction.RunAsync(null, cancellationToken).ConfigureAwait(false);
        }
        if (_precomputed is not null && TryLoad(Path.Combine(_precomputed, PromptCatalogue.FileName)) is { } shipped) return shipped;
        var path = Path.Combine(_folder, NameOf(prompts, fingerprint));
        if (TryLoad(path) is { } cached)
        {
            AtomicFile.TryDelete(path + PartialExtension); // of a process that was killed just after it had written the catalogue
            return cached;
        }
        try
        {
            Directory.CreateDirectory(_folder);
            using var partial = await PartialCatalogue.OpenAsync(path + PartialExtension, cancellationToken).ConfigureAwait(false);
            AtomicFile.DeleteLeftovers(path); // nobody else writes it now
            var catalogue = TryLoad(path); // another process may have been faster
            if (catalogue is null)
            {
                LogBuilding(prompts.Count, _folder);
                catalogue = await prediction.RunAsync(partial, cancellationToken).ConfigureAwait(false);
                catalogue.Save(path);
                LogBuilt(path);
            }
            partial.Delete();
            return catalogue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PromptException($"{_folder}: the prompt catalogue cannot be stored here: {e.Message} Choose another folder.", e);
        }

        PromptCatalogue? TryLoad(string file)
        {
            if (!File.Exists(file)) return null;
            try
            {
                return PromptCatalogue.Load(file, prompts, fingerprint);
            }
            catch (PromptException e)
            {
                LogIgnored(e.Message);
                return null;
            }
        }
    }

    private static string NameOf(PromptSet prompts, string fingerprint) =>
        $"prompts-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prompts.Fingerprint} {fingerprint}")))[..24]}.safetensors";

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignoring a prompt catalogue. {Reason}")]
    private partial void LogIgnored(string reason);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Predicting {Count} prompts with this caption encoder and model, once; this can take minutes. "
            + "The catalogue will be stored in {Folder}.")]
    private partial void LogBuilding(int count, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Wrote the prompt catalogue to {Path}.")]
    private partial void LogBuilt(string path);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The emotion predictor has no fingerprint: {Count} prompts are predicted again in every process. "
            + "Implement IEmotionPredictor.FingerprintOf to cache the catalogue.")]
    private partial void LogNotCached(int count);
}

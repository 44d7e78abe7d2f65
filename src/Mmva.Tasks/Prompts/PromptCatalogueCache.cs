using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mmva.Tasks;

/// <summary>Keeps catalogues in a folder, one for each set of prompts and predictor. A build that was interrupted goes on where it stopped.</summary>
/// <remarks>Safe to use from several threads and processes: each catalogue is built once. The folder can be emptied at any time.</remarks>
public sealed partial class PromptCatalogueCache
{
    private readonly string _folder;
    private readonly string? _precomputed;
    private readonly ILogger _logger;

    /// <summary>Uses a folder as the cache.</summary>
    /// <param name="folder">Where catalogues are kept; made when first needed.</param>
    /// <param name="precomputed">A folder that came with the model and may hold its catalogue under <see cref="PromptCatalogue.FileName"/>; looked at first, never written.</param>
    /// <param name="logger">Hears why a file was not taken, and of builds.</param>
    /// <exception cref="ArgumentException">No folder is given.</exception>
    public PromptCatalogueCache(string folder, PrecomputedFolder? precomputed = null, ILogger<PromptCatalogueCache>? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        (_folder, _precomputed, _logger) = (folder, precomputed?.Path, logger ?? NullLogger<PromptCatalogueCache>.Instance);
    }

    /// <summary>The catalogue of a set: the one that came with the model, else the one in the folder, else it is built now and kept.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="predictor">Reads them as captions. If it has no fingerprint, the catalogue is built at every call and never kept.</param>
    /// <param name="progress">Told while it is built.</param>
    /// <param name="cancellationToken">Ends the work; what was done is kept for the next time.</param>
    /// <remarks>A file that is damaged, or of other prompts or another predictor, is not taken; the log says why.</remarks>
    /// <exception cref="PromptException">The folder cannot be written.</exception>
    /// <exception cref="MmvaException">The predictor has no encoder for captions.</exception>
    public async Task<PromptCatalogue> GetAsync(PromptSet prompts, IEmotionPredictor predictor, IProgress<PromptCatalogueProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var embedding = new PromptEmbedding(prompts, predictor, progress);
        if (predictor.FingerprintOf(Modality.Caption) is not { } fingerprint)
        {
            NotKept(prompts.Count);
            return await embedding.RunAsync(null, cancellationToken).ConfigureAwait(false);
        }
        if (_precomputed is not null && TryLoad(Path.Combine(_precomputed, PromptCatalogue.FileName)) is { } shipped) return shipped;
        var path = Path.Combine(_folder, NameOf(prompts, fingerprint));
        if (TryLoad(path) is { } kept) return kept;
        try
        {
            Directory.CreateDirectory(_folder);
            using var partial = await PartialCatalogue.OpenAsync(path + ".partial", cancellationToken).ConfigureAwait(false);
            var catalogue = TryLoad(path); // another process may have been quicker
            if (catalogue is null)
            {
                Building(prompts.Count, _folder);
                catalogue = await embedding.RunAsync(partial, cancellationToken).ConfigureAwait(false);
                catalogue.Save(path);
                Built(path);
            }
            partial.Delete();
            return catalogue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PromptException($"{_folder}: the catalogue of prompts cannot be kept here: {e.Message} Choose another folder.", e);
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
                NotTaken(e.Message);
                return null;
            }
        }
    }

    private static string NameOf(PromptSet prompts, string fingerprint) =>
        $"prompts-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prompts.Fingerprint} {fingerprint}")))[..24]}.safetensors";

    [LoggerMessage(Level = LogLevel.Information, Message = "A catalogue of prompts is not taken. {Reason}")]
    private partial void NotTaken(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} prompts are embedded with this caption encoder and these heads, once; that can take minutes. The catalogue is kept in {Folder}.")]
    private partial void Building(int count, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalogue of prompts is written to {Path}.")]
    private partial void Built(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The emotion predictor has no fingerprint: {Count} prompts are embedded anew in every process. Implement IEmotionPredictor.FingerprintOf to have the catalogue kept.")]
    private partial void NotKept(int count);
}

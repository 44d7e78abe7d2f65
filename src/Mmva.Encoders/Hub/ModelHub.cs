using System.Security.Cryptography;

namespace Mmva.Encoders;

/// <summary>Downloads published models into a cache folder. The only part of the library that uses the network, and only when it is called.</summary>
/// <remarks>
/// A download that was interrupted goes on where it stopped; a file appears under its name only when it is whole and checked.
/// Thread-safe; two processes that want the same file download it once.
/// </remarks>
public sealed class ModelHub : IDisposable
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private readonly ModelHubOptions _options;
    private readonly HttpClient _client;
    private readonly bool _ownsClient;

    /// <summary>Creates the hub; nothing is sent yet.</summary>
    /// <param name="options">Server, cache folder, token and patience; null for the defaults. Not to be changed afterwards.</param>
    /// <param name="client">
    /// A client of one's own (a proxy, for instance), which is not disposed of. It should not follow redirects itself: the hub does, and keeps the token from other servers.
    /// </param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public ModelHub(ModelHubOptions? options = null, HttpClient? client = null)
    {
        _options = options ?? new();
        if (!_options.BaseAddress.IsAbsoluteUri || _options.BaseAddress.Scheme is not ("https" or "http")) throw new ArgumentException($"{_options.BaseAddress} is no http address.", nameof(options));
        if (!Path.IsPathFullyQualified(_options.CacheFolder)) throw new ArgumentException($"The cache folder '{_options.CacheFolder}' is no full path; set ModelHubOptions.CacheFolder.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxRetryDelay, TimeSpan.Zero);
        foreach (var time in (TimeSpan[])[_options.Timeout, _options.RetryDelay, _options.MaxRetryDelay]) ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestTime, nameof(options));
        if (_options.Token is { } token && !token.All(c => c is > ' ' and <= '~')) throw new ArgumentException("The token has a space, a line end or another character that no token has; was it read from a file with its line end?", nameof(options));
        _ownsClient = client is null;
        _client = client ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = _options.Timeout }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The folder that the files of a revision are kept in, whether they are there or not.</summary>
    /// <param name="repository">For example <c>openai/clip-vit-base-patch32</c>.</param>
    /// <param name="revision">A commit, tag or branch.</param>
    /// <exception cref="ArgumentException">A name is not one that a repository can have.</exception>
    public string FolderOf(string repository, string revision) =>
        Path.Combine(_options.CacheFolder, string.Join("--", HubNames.Parts(repository)), string.Join("--", HubNames.Parts(revision)));

    /// <summary>Makes sure that files of a revision are in the cache, one after the other.</summary>
    /// <param name="repository">For example <c>openai/clip-vit-base-patch32</c>.</param>
    /// <param name="revision">Best the full hash of a commit: what is in the cache is never compared with the server again.</param>
    /// <param name="files">The files.</param>
    /// <param name="progress">Told of every piece.</param>
    /// <param name="cancellationToken">Stops the download; what has come stays for the next time.</param>
    /// <returns>The folder with the files, ready for <see cref="ModelWeights.Open"/>.</returns>
    /// <exception cref="ArgumentException">A name or checksum is not one.</exception>
    /// <exception cref="ModelHubException">A file could not be had, is not the one that was expected, or cannot be written.</exception>
    public async Task<string> DownloadAsync(
        string repository, string revision, IEnumerable<HubFile> files, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (var file in files) await DownloadAsync(repository, revision, file, progress, cancellationToken).ConfigureAwait(false);
        return FolderOf(repository, revision);
    }

    /// <summary>Makes sure that a file of a revision is in the cache.</summary>
    /// <param name="repository">For example <c>openai/clip-vit-base-patch32</c>.</param>
    /// <param name="revision">Best the full hash of a commit: what is in the cache is never compared with the server again.</param>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told of every piece.</param>
    /// <param name="cancellationToken">Stops the download; what has come stays for the next time.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ArgumentException">A name or checksum is not one.</exception>
    /// <exception cref="ModelHubException">The file could not be had, is not the one that was expected, or cannot be written.</exception>
    public async Task<string> DownloadAsync(string repository, string revision, HubFile file, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (file.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) throw new ArgumentException($"'{hash}' is no SHA-256: 64 hexadecimal digits are.", nameof(file));
        var target = Path.Combine([FolderOf(repository, revision), .. HubNames.Parts(file.Path)]);
        var address = HubNames.Address(_options.BaseAddress, repository, revision, file.Path);
        try
        {
            if (await FaultOfAsync(target, file, cancellationToken).ConfigureAwait(false) is null) return Done();
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var turn = await CacheLock.TakeAsync(_options.CacheFolder, target, cancellationToken).ConfigureAwait(false);
            if (await FaultOfAsync(target, file, cancellationToken).ConfigureAwait(false) is null) return Done(); // another process was quicker

            var part = new PartialFile(target);
            await new HubDownload(new(_client, _options), _options, address, file, part, progress).RunAsync(cancellationToken).ConfigureAwait(false);
            if (await FaultOfAsync(part.Path, file, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                part.Delete();
                throw new ModelHubException(address, $"{fault}; what came was thrown away. Is this the right revision?");
            }
            part.MoveTo(target);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelHubException(address, $"cannot be written to {target}: {e.Message}", null, e);
        }

        string Done()
        {
            var length = new FileInfo(target).Length;
            progress?.Report(new(file.Path, length, length));
            return target;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsClient) _client.Dispose();
    }

    private static async Task<string?> FaultOfAsync(string path, HubFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return "is not there";
        using var stream = File.OpenRead(path);
        if (file.Size is { } size && size != stream.Length) return $"has {stream.Length} bytes where {size} are expected";
        if (file.Sha256 is null) return null;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        return hash.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase) ? null : $"has the SHA-256 {hash} where {file.Sha256.ToLowerInvariant()} is expected";
    }
}

using System.Security.Cryptography;
using System.Text;
using Mmva.Files;

namespace Mmva.Encoders;

/// <summary>Downloads published models into a cache folder. The only part of the library that uses the network, and only when it is called.</summary>
/// <remarks>
/// An interrupted download resumes where it stopped; a file appears under its name only when it is complete and verified.
/// Thread-safe; two processes that need the same file download it once.
/// </remarks>
public sealed class ModelHub : IDisposable
{
    private readonly ModelHubOptions _options;
    private readonly HttpClient _client;
    private readonly bool _ownsClient;

    /// <summary>Creates the hub; nothing is sent yet.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. Do not change them afterwards.</param>
    /// <param name="client">
    /// A custom client (with a proxy, for instance), which is not disposed; optional. It should not follow redirects itself: the hub does,
    /// and withholds the token from other servers.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public ModelHub(ModelHubOptions? options = null, HttpClient? client = null)
    {
        _options = (options ?? new()).Validated(new ModelHubOptionsValidator());
        _ownsClient = client is null;
        _client = client
            ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = _options.Timeout })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The folder of the files of a revision, whether they exist or not.</summary>
    /// <param name="repository">For example <c>openai/clip-vit-base-patch32</c>.</param>
    /// <param name="revision">A commit, tag or branch.</param>
    /// <exception cref="ArgumentException">A name is not valid for a repository.</exception>
    public string FolderOf(string repository, string revision) =>
        Path.Combine(_options.CacheFolder, string.Join("--", HubNames.Parts(repository)), string.Join("--", HubNames.Parts(revision)));

    /// <summary>Ensures that files of a revision are in the cache; downloads them one after another.</summary>
    /// <param name="repository">For example <c>openai/clip-vit-base-patch32</c>.</param>
    /// <param name="revision">Preferably the full hash of a commit: files in the cache are never compared with the server again.</param>
    /// <param name="files">The files.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The bytes received are kept for the next call.</param>
    /// <returns>The folder with the files, from which encoders can be loaded.</returns>
    /// <exception cref="ArgumentException">A name or checksum is not valid.</exception>
    /// <exception cref="ModelHubException">A file cannot be downloaded, is not the expected one, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<string> DownloadAsync(
        string repository, string revision, IEnumerable<HubFile> files, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        foreach (var file in files) await DownloadAsync(repository, revision, file, progress, cancellationToken).ConfigureAwait(false);
        return FolderOf(repository, revision);
    }

    /// <summary>Ensures that a file of a revision is in the cache.</summary>
    /// <param name="repository">For example <c>openai/clip-vit-base-patch32</c>.</param>
    /// <param name="revision">Preferably the full hash of a commit: files in the cache are never compared with the server again.</param>
    /// <param name="file">The file.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. The bytes received are kept for the next call.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ArgumentException">A name or checksum is not valid.</exception>
    /// <exception cref="ModelHubException">The file cannot be downloaded, is not the expected one, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<string> DownloadAsync(
        string repository, string revision, HubFile file, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (file.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
            throw new ArgumentException($"'{hash}' is not a SHA-256, which has 64 hexadecimal digits.", nameof(file));
        var target = Path.Combine([FolderOf(repository, revision), .. HubNames.Parts(file.Path)]);
        var address = HubNames.Address(_options.BaseAddress, repository, revision, file.Path);
        try
        {
            if (await FindFaultAsync(target, file, cancellationToken).ConfigureAwait(false) is null) return Done();
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var turn = await LockAsync(target, cancellationToken).ConfigureAwait(false);
            if (await FindFaultAsync(target, file, cancellationToken).ConfigureAwait(false) is null) return Done(); // another process was faster

            var part = new PartialFile(target);
            await new HubDownload(new(_client, _options), _options, address, file, part, progress).RunAsync(cancellationToken).ConfigureAwait(false);
            if (await FindFaultAsync(part.Path, file, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                part.Delete();
                throw new ModelHubException(address, $"the content {fault}; it was discarded. Is this the right revision?");
            }
            part.MoveTo(target);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelHubException(address, $"cannot be written: {e.Message}", null, e);
        }

        string Done()
        {
            var length = RegularFile.LengthOf(target);
            progress?.Report(new(file.Path, length, length));
            return target;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_ownsClient) _client.Dispose();
    }

    private Task<FileStream> LockAsync(string target, CancellationToken cancellationToken)
    {
        // apart from the models, and never deleted: a lock that can vanish may be held twice
        var folder = Directory.CreateDirectory(Path.Combine(_options.CacheFolder, ".locks"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)))[..32];
        return FileLock.OpenAsync(Path.Combine(folder.FullName, name), cancellationToken);
    }

    private static async Task<string?> FindFaultAsync(string path, HubFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return "does not exist";
        using var stream = File.OpenRead(path);
        if (file.Size is { } size && size != stream.Length) return $"has {stream.Length} bytes where {size} are expected";
        if (file.Sha256 is null) return null;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        return hash.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"has the SHA-256 {hash} where {file.Sha256.ToLowerInvariant()} is expected";
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace Browser;

/// <summary>ONNX Runtime for browsers: one script and one WebAssembly module, from the package that npm has.</summary>
/// <param name="Script">The script (an ES module).</param>
/// <param name="Module">The WebAssembly module.</param>
internal sealed record OnnxRuntimeWeb(ReadOnlyMemory<byte> Script, ReadOnlyMemory<byte> Module)
{
    public const string Version = "1.30.0";

    // as `npm view onnxruntime-web@1.30.0 dist.integrity` prints it: whatever else arrives is refused
    private const string Sha512 = "q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ==";

    private const string FileName = $"onnxruntime-web-{Version}.tgz", Address = $"https://registry.npmjs.org/onnxruntime-web/-/{FileName}";
    private const string ScriptEntry = "package/dist/ort.wasm.bundle.min.mjs", ModuleEntry = "package/dist/ort-wasm-simd-threaded.wasm";
    private const string WayOut =
        $"Fetch it elsewhere (npm pack onnxruntime-web@{Version}, or {Address}) and give it with --onnxruntime-web FILE.tgz.";

    private const int MaxBytes = 64 << 20;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private static string Cached => Path.Combine(Path.GetDirectoryName(FeatureCacheOptions.UserFolder)!, "npm", FileName);

    /// <summary>Reads the package: from a file, or from the cache of the user, to which it is downloaded if necessary.</summary>
    /// <exception cref="MmvaException">The file is missing or not the expected one, or cannot be downloaded.</exception>
    public static async Task<OnnxRuntimeWeb> GetAsync(string? archive, CancellationToken cancellationToken)
    {
        if (archive is not null)
        {
            if (!File.Exists(archive)) throw new MmvaException($"{archive}: there is no such file. {WayOut}");
            var given = await File.ReadAllBytesAsync(archive, cancellationToken);
            return IsExpected(given) ? Read(given) : throw new MmvaException($"{archive}: is not onnxruntime-web {Version} as npm has it.");
        }
        if (File.Exists(Cached) && await File.ReadAllBytesAsync(Cached, cancellationToken) is var cached && IsExpected(cached)) return Read(cached);
        var downloaded = await DownloadAsync(cancellationToken);
        if (!IsExpected(downloaded)) throw new MmvaException($"{Address}: what was downloaded is not the expected file. {WayOut}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Cached)!);
            OutputFile.Write(Cached, downloaded);
        }
        catch (Exception e) when (e is MmvaException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The download is not kept for the next run: {e.Message}");
        }
        return Read(downloaded);
    }

    private static bool IsExpected(byte[] archive) => Convert.ToBase64String(SHA512.HashData(archive)) == Sha512;

    private static async Task<byte[]> DownloadAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            silence.CancelAfter(Silence);
            using var answer = await client.GetAsync(Address, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            answer.EnsureSuccessStatusCode();
            using var content = await answer.Content.ReadAsStreamAsync(silence.Token);
            var total = answer.Content.Headers.ContentLength;
            var progress = new ConsoleProgress<long>(bytes => $"{bytes / 1e6:F1} of {total / 1e6:F1} MB of {FileName}");
            using var received = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = await content.ReadAsync(buffer, silence.Token)) > 0;)
            {
                silence.CancelAfter(Silence);
                received.Write(buffer, 0, read);
                if (received.Length > MaxBytes) throw new IOException("it is far larger than expected");
                progress.Report(received.Length);
            }
            return received.ToArray();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reason = e is OperationCanceledException ? $"nothing arrived for {Silence.TotalSeconds} seconds" : e.Message;
            throw new MmvaException($"{Address}: cannot be downloaded: {reason}. {WayOut}", e);
        }
    }

    private static OnnxRuntimeWeb Read(byte[] archive)
    {
        var entries = new Dictionary<string, byte[]>();
        using var packed = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var reader = new TarReader(packed);
        while (entries.Count < 2 && reader.GetNextEntry() is { } entry)
        {
            if (entry.Name is not (ScriptEntry or ModuleEntry)) continue;
            using var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            entries.Add(entry.Name, content.ToArray());
        }
        return new(entries[ScriptEntry], entries[ModuleEntry]);
    }
}

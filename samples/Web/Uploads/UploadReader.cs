using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Web.Http;

namespace Web.Uploads;

/// <summary>An encoded image in memory; disposing it frees the memory for the next one.</summary>
/// <param name="Name">The file's name according to the client: for messages, never for a path.</param>
internal sealed record Upload(string Name, ReadOnlyMemory<byte> Bytes, UploadMemory Memory) : IDisposable
{
    private const int LongestName = 100;

    public void Dispose() => Memory.Dispose();

    /// <summary>The name without folders and control characters, not too long.</summary>
    public static string CleanName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = new string([.. last.Where(c => !char.IsControl(c)).Take(LongestName)]).Trim();
        return clean.Length > 0 ? clean : "The picture";
    }
}

/// <summary>Reads the image of a request into memory: the first file of a form, or else the whole body. Nothing is written to disk.</summary>
internal sealed class UploadReader(IOptions<UploadOptions> options, UploadGate gate)
{
    /// <summary>What a form may add to the bytes of its image.</summary>
    public const int FormOverhead = 64 << 10;

    /// <summary>What is reserved for an image of unknown length at first.</summary>
    public const int FirstBytes = 2 << 20;

    // the host's own default, for bodies that hold little memory
    private const double SlowestPace = 240;

    private static readonly TimeSpan PaceGrace = TimeSpan.FromSeconds(5);

    private readonly UploadOptions _limits = options.Value;

    public async Task<Upload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > _limits.MaxBytes + FormOverhead)
        {
            // lets the server discard the rest: a client reads the answer only when it has sent everything
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
                feature.MaxRequestBodySize = null;
            throw TooLarge();
        }
        var capacity = (int)Math.Min(request.ContentLength ?? FirstBytes, _limits.MaxBytes);
        var memory = new UploadMemory(gate, await gate.ReserveMemoryAsync(capacity, cancellationToken));
        try
        {
            RequirePace(request.HttpContext, capacity);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(_limits.Timeout);
            try
            {
                var (name, body) = await FindPictureAsync(request, deadline.Token);
                var isWhole = request.ContentLength is not null;
                return new Upload(name, await ReadAsync(body, capacity, isWhole ? null : memory, deadline.Token), memory);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
            {
                throw new Refusal(e.StatusCode, "The picture arrives too slowly.");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new Refusal(StatusCodes.Status408RequestTimeout,
                    $"The picture did not arrive within {_limits.Timeout.TotalSeconds:0} seconds.");
            }
            catch (Exception e) when (e is IOException and not BadHttpRequestException or InvalidDataException)
            {
                throw new Refusal(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}");
            }
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static async Task<(string Name, Stream Body)> FindPictureAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return (Upload.CleanName(null), request.Body);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 70)
            throw new Refusal(StatusCodes.Status400BadRequest, "The form has no boundary, or one of more than 70 characters.");
        var form = new MultipartReader(boundary, request.Body);
        while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                return (Upload.CleanName((disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value), section.Body);
        throw new Refusal(StatusCodes.Status400BadRequest, "The form has no file.");
    }

    // with what a slow client has reserved, nobody else can do anything: it may take twice the time at most
    private void RequirePace(HttpContext context, int bytes)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } pace)
            pace.MinDataRate = new(Math.Max(SlowestPace, bytes / (2 * _limits.Timeout.TotalSeconds)), PaceGrace);
    }

    /// <param name="more">Reserves more for a body of unknown length, or null if the capacity is all that may come.</param>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int capacity, UploadMemory? more, CancellationToken cancellationToken)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(capacity);
        var length = 0;
        while (true)
        {
            length += await body.ReadAtLeastAsync(bytes.AsMemory(length), bytes.Length - length, throwOnEndOfStream: false, cancellationToken);
            if (length < bytes.Length) break;
            var next = new byte[1];
            if (await body.ReadAsync(next, cancellationToken) == 0) break;
            if (more is null || bytes.Length == _limits.MaxBytes) throw TooLarge();
            var size = (int)Math.Min(2L * bytes.Length, _limits.MaxBytes);
            more.Add(size - bytes.Length);
            Array.Resize(ref bytes, size);
            bytes[length++] = next[0];
        }
        if (length == 0) throw new Refusal(StatusCodes.Status400BadRequest, "The request holds no picture: it is empty.");
        return bytes.AsMemory(0, length);
    }

    private Refusal TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, $"The picture is too large: at most {_limits.MaxBytes / 1e6:0.#} MB are taken.");
}

using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Web.Http;

namespace Web.Uploads;

/// <summary>Reads the picture of a request into memory: the first file of a form, or else the whole body. Nothing touches the disk.</summary>
internal sealed class UploadReader(IOptions<UploadOptions> options, UploadGate gate)
{
    /// <summary>What a form may add to the bytes of its picture.</summary>
    public const int FormOverhead = 64 << 10;

    private readonly UploadOptions _limits = options.Value;

    /// <summary>Waits for memory, then reads.</summary>
    /// <exception cref="Refusal">The request holds no picture, too large a one, or comes too slowly.</exception>
    /// <exception cref="BadHttpRequestException">The server found the request malformed, or over its limit.</exception>
    public async Task<Upload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > _limits.MaxBytes + FormOverhead)
        {
            // lets the server throw away what is under way, for a client reads the answer only when it has sent all
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
            throw TooLarge();
        }
        var capacity = (int)Math.Min(request.ContentLength ?? _limits.MaxBytes, _limits.MaxBytes);
        var memory = await gate.ReserveMemoryAsync(capacity, cancellationToken);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(_limits.Timeout);
            try
            {
                var (name, body) = await FindPictureAsync(request, deadline.Token);
                return new Upload(name, await ReadAsync(body, capacity, deadline.Token), memory);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new Refusal(StatusCodes.Status408RequestTimeout, $"The picture did not arrive within {_limits.Timeout.TotalSeconds:0} seconds.");
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
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return (Upload.CleanName(null), request.Body);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 70) throw new Refusal(StatusCodes.Status400BadRequest, "The form has no boundary, or one of more than 70 characters.");
        var form = new MultipartReader(boundary, request.Body);
        while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                return (Upload.CleanName((disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value), section.Body);
        throw new Refusal(StatusCodes.Status400BadRequest, "The form has no file.");
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int capacity, CancellationToken cancellationToken)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(capacity);
        var length = await body.ReadAtLeastAsync(bytes, capacity, throwOnEndOfStream: false, cancellationToken);
        if (length == capacity && await body.ReadAsync(new byte[1], cancellationToken) > 0) throw TooLarge();
        if (length == 0) throw new Refusal(StatusCodes.Status400BadRequest, "The request holds no picture: it is empty.");
        return bytes.AsMemory(0, length);
    }

    private Refusal TooLarge() => new(StatusCodes.Status413PayloadTooLarge, $"The picture is too large: at most {_limits.MaxBytes / 1e6:0.#} MB are taken.");
}

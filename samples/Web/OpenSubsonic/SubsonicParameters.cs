using System.Globalization;
using Microsoft.Net.Http.Headers;
using Web.Http;

namespace Web.OpenSubsonic;

/// <summary>The parameters of a request: those of its address, and those of a form (the extension <c>formPost</c>).</summary>
internal sealed class SubsonicParameters
{
    private readonly IQueryCollection _query;
    private readonly IFormCollection? _form;

    private SubsonicParameters(IQueryCollection query, IFormCollection? form)
    {
        _query = query;
        _form = form;
    }

    public static async Task<SubsonicParameters> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isForm = HttpMethods.IsPost(request.Method) && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        try
        {
            return new(request.Query, isForm ? await request.ReadFormAsync(cancellationToken) : null);
        }
        catch (InvalidDataException e)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}"); // more keys than the host allows
        }
    }

    public string? Find(string name) => ((string?)_query[name] ?? (string?)_form?[name]) is { Length: > 0 } value ? value : null;

    /// <exception cref="SubsonicException">The parameter is missing.</exception>
    public string Require(string name) => Find(name)
        ?? throw new SubsonicException(SubsonicException.MissingParameter, $"The required parameter '{name}' is missing.");

    /// <exception cref="SubsonicException">The parameter is not a number in the range.</exception>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (Find(name) is not { } value) return otherwise;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SubsonicException(SubsonicException.Generic, $"The parameter '{name}' must be a number from {least} to {most}.");
    }
}

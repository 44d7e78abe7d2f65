using Microsoft.AspNetCore.Diagnostics;

namespace Web.Http;

/// <summary>A request that cannot be answered; the client receives status and reason.</summary>
internal sealed class Refusal(int status, string reason) : Exception(reason)
{
    public int Status => status;
}

/// <summary>Answers refused requests with problem+json. Unexpected errors are left to the host, which logs them and sends a bare 500.</summary>
internal sealed class RefusalHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var status = exception switch { Refusal refusal => refusal.Status, BadHttpRequestException malformed => malformed.StatusCode, _ => 0 };
        if (status == 0) return false;
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "10";
        await TypedResults.Problem(exception.Message, statusCode: status).ExecuteAsync(context);
        return true;
    }
}

using System.Diagnostics;
using Microsoft.Playwright;

namespace Mmva.Web.Tests.Page;

internal static class PageWaiting
{
    /// <summary>Waits for a condition in JavaScript. It is asked from outside: the page's own policy forbids the evaluation of texts.</summary>
    public static async Task UntilAsync(this IPage page, string condition)
    {
        for (var clock = Stopwatch.StartNew(); !await page.EvaluateAsync<bool>(condition); await Task.Delay(50))
            if (clock.Elapsed > WebServer.Limit) throw new TimeoutException(condition);
    }
}

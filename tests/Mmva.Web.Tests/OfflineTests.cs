using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mmva.TestSupport;

namespace Mmva.Web.Tests;

public sealed partial class OfflineTests
{
    [SkippableFact]
    public async Task The_server_looks_nothing_up_and_writes_only_its_demo_tracks()
    {
        using var calls = new SystemCalls();
        using var folder = new TemporaryFolder();
        var start = calls.Start("dotnet", Path.Combine(AppContext.BaseDirectory, "Web.dll"), "--urls", "http://127.0.0.1:0");
        start.WorkingDirectory = folder.Path;
        start.Environment["TMPDIR"] = folder.Path;
        using var process = Process.Start(start)!;
        using var client = new HttpClient { Timeout = WebServer.Limit };
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(WebServer.Limit);
            client.BaseAddress = new Uri(Address().Match(line!).Value);
            using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/texts?text=a%20quiet%20evening"));
            answer.RootElement.GetProperty("valence").GetDouble().Should().BeInRange(0, 1);
            using var form = new ByteArrayContent(Pictures.Photo(1));
            (await client.PostAsync("/api/images", form)).EnsureSuccessStatusCode();
        }
        finally
        {
            await SystemCalls.EndAsync(process);
        }

        calls.Sent().Should().BeEmpty();
        calls.Written(below: folder.Path).Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(calls.Home).Should().BeEmpty();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

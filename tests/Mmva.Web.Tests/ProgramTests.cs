using System.Net;
using System.Net.Sockets;

namespace Mmva.Web.Tests;

public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "usage: dotnet run", "--help")]
    [InlineData(2, "There is no option --muisc.", "--muisc", "x")]
    [InlineData(2, "There is no folder nowhere.", "--music", "nowhere")]
    [InlineData(2, "--urls needs a value.", "--urls")]
    [InlineData(1, "nonsense", "--urls", "nonsense")]
    public async Task What_it_cannot_do_is_explained(int exitCode, string message, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);

        code.Should().Be(exitCode);
        output.Should().Contain(message).And.NotContain("Unhandled exception");
    }

    [Fact]
    public async Task A_limit_out_of_its_range_is_named()
    {
        var (code, output) = await RunAsync(["--urls", "http://127.0.0.1:0"], ("Uploads__MaxPixels", "0"));

        code.Should().Be(1);
        output.Should().Contain("MaxPixels").And.NotContain("Unhandled exception");
    }

    [Fact]
    public async Task An_address_in_use_is_told_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (code, output) = await RunAsync(["--music", _folder.Path, "--urls", $"http://{other.LocalEndpoint}"]);

        code.Should().Be(1);
        output.Should().Contain("address already in use").And.NotContain("   at ");
    }

    [Fact]
    public async Task Ending_it_takes_the_demo_tracks_away()
    {
        using var server = new WebServer();
        await server.InitializeAsync();
        await server.ReadLibraryAsync();
        server.TemporaryFiles().Count(file => file.EndsWith(".wav")).Should().Be(8);

        (await server.StopAsync()).Should().Be(0);
        server.TemporaryFiles().Should().NotContain(file => file.EndsWith(".wav"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        using var process = WebServer.Start(_folder.Path, arguments, settings);
        using var timeout = new CancellationTokenSource(WebServer.Limit);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output + await errors);
    }
}

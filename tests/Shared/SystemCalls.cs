using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmva.TestSupport;

/// <summary>A program under <c>strace</c>, with an empty home folder: what it looks up, what it connects to, and which files it writes.</summary>
internal sealed partial class SystemCalls : IDisposable
{
    private const string Traced = "trace=network,?open,?openat,?openat2,?creat,?mkdir,?mkdirat,?mknod,?mknodat,?link,?linkat,?symlink,?symlinkat";

    // .NET's own: names of threads, semaphores of the runtime, pipes for debuggers and profilers
    private static readonly string[] OfTheRuntime = ["/proc/", "/dev/", "/tmp/clr-debug-pipe-", "/tmp/dotnet-diagnostic-", "/tmp/.dotnet/"];

    private readonly TemporaryFolder _folder = new();

    public SystemCalls() => Skip.IfNot(
        OperatingSystem.IsLinux() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, "strace"))),
        "the strace program is not on PATH");

    /// <summary>The home folder of the program.</summary>
    public string Home => Directory.CreateDirectory(_folder.File("home")).FullName;

    /// <summary>How to start the program: add the folder to work in.</summary>
    public ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("strace", ["-f", "-qq", "-y", "-s", "512", "-e", Traced, "-o", _folder.File("calls"), program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["HOME"] = Home, ["TMPDIR"] = "/tmp" },
        };
        foreach (var name in new[] { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "ORT_DISABLE_TELEMETRY" }) start.Environment.Remove(name);
        return start;
    }

    /// <summary>Ends a program that would run on. strace itself must live until it has written everything.</summary>
    public static async Task EndAsync(Process strace)
    {
        foreach (var child in File.ReadAllText($"/proc/{strace.Id}/task/{strace.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture)).Kill();
        await strace.WaitForExitAsync();
    }

    /// <summary>Calls that look up a host, or send something to one.</summary>
    public IEnumerable<string> Sent() => File.ReadLines(_folder.File("calls")).Where(call => Sending().IsMatch(call));

    /// <summary>Successful calls that create or write a file that is neither below a folder nor .NET's own.</summary>
    public IEnumerable<string> Written(string below) => File.ReadLines(_folder.File("calls"))
        .Where(call => Writing().IsMatch(call) && !call.Contains(" = -1 "))
        .Where(call => call.Split('"') is not [_, var path, ..] || !OfTheRuntime.Append(below).Any(path.StartsWith));

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"(connect|sendto|sendmsg|sendmmsg)\(.*(AF_INET|AF_NETLINK)|""/etc/(resolv\.conf|hosts)""")]
    private static partial Regex Sending();

    [GeneratedRegex(@"O_CREAT|O_WRONLY|O_RDWR|(creat|mkdir|mkdirat|mknod|mknodat|link|linkat|symlink|symlinkat)\(")]
    private static partial Regex Writing();
}

namespace Mmva.Encoders.Hub;

/// <summary>Where <see cref="ModelHub"/> downloads from and to.</summary>
public sealed class ModelHubOptions
{
    /// <summary>The server; files are asked for as <c>{base}/{repository}/resolve/{revision}/{file}</c>.</summary>
    /// <value>The default is <c>https://huggingface.co</c>.</value>
    public Uri BaseAddress { get; set; } = new("https://huggingface.co");

    /// <summary>The folder that downloads are kept in, as <c>{folder}/{repository}/{revision}/{file}</c>.</summary>
    /// <value>The default is <c>mmva/models</c> in the user's folder for local application data.</value>
    public string CacheFolder { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mmva", "models");

    /// <summary>An access token for gated models. It is sent to <see cref="BaseAddress"/> only, never to where that redirects.</summary>
    /// <value>The default is none; no environment variable is read.</value>
    public string? Token { get; set; }

    /// <summary>How long the server may stay silent, at the start or between two pieces, before the attempt is given up.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many attempts in a row may bring nothing before the download fails.</summary>
    /// <value>The default is 5.</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The first wait between two attempts; it doubles each time, and a server's <c>Retry-After</c> replaces it.</summary>
    /// <value>The default is half a second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two attempts. A server that asks for more fails the download.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);
}

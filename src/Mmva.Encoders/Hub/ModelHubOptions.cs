namespace Mmva.Encoders;

/// <summary>Where <see cref="ModelHub"/> downloads from and to.</summary>
public sealed class ModelHubOptions
{
    /// <summary>The default of <see cref="BaseAddress"/>.</summary>
    public const string DefaultBaseAddress = "https://huggingface.co";

    /// <summary>The default of <see cref="Timeout"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 5;

    /// <summary>The default of <see cref="RetryDelay"/>: half a second.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(0.5);

    /// <summary>The default of <see cref="MaxRetryDelay"/>: one minute.</summary>
    public static readonly TimeSpan DefaultMaxRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>The server; files are asked for as <c>{base}/{repository}/resolve/{revision}/{file}</c>.</summary>
    /// <value>The default is <c>https://huggingface.co</c>.</value>
    public Uri BaseAddress { get; set; } = new(DefaultBaseAddress);

    /// <summary>The folder that downloads are kept in, as <c>{folder}/{repository}/{revision}/{file}</c>.</summary>
    /// <value>The default is <c>mmva/models</c> in the user's folder for local application data.</value>
    public string CacheFolder { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mmva", "models");

    /// <summary>An access token for gated models. It is sent to <see cref="BaseAddress"/> only, never to where that redirects.</summary>
    /// <value>The default is none; no environment variable is read.</value>
    public string? Token { get; set; }

    /// <summary>How long the server may stay silent, at the start or between two pieces, before the attempt is given up.</summary>
    /// <value>The default is 30 seconds; up to a day is possible.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How many attempts in a row may bring nothing before the download fails.</summary>
    /// <value>The default is 5; at least 1.</value>
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>The first wait between two attempts; it doubles each time, and a server's <c>Retry-After</c> replaces it.</summary>
    /// <value>The default is half a second; up to a day is possible.</value>
    public TimeSpan RetryDelay { get; set; } = DefaultRetryDelay;

    /// <summary>The longest wait between two attempts. A server that asks for more fails the download.</summary>
    /// <value>The default is one minute; up to a day is possible.</value>
    public TimeSpan MaxRetryDelay { get; set; } = DefaultMaxRetryDelay;
}

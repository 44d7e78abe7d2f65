using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options of <see cref="ModelHub"/>.</summary>
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

    /// <summary>The server, by http or https; files are requested as <c>{base}/{repository}/resolve/{revision}/{file}</c>.</summary>
    /// <value>The default is <c>https://huggingface.co</c>.</value>
    [Required]
    public Uri BaseAddress { get; set; } = new(DefaultBaseAddress);

    /// <summary>The folder in which downloads are kept, as <c>{folder}/{repository}/{revision}/{file}</c>; a full path.</summary>
    /// <value>The default is <c>mmva/models</c> in the user's folder for local application data.</value>
    [Required]
    public string CacheFolder { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mmva", "models");

    /// <summary>An access token for gated models. It is sent only to <see cref="BaseAddress"/>, never to where that redirects.</summary>
    /// <value>The default is <see langword="null"/>, for none; no environment variable is read.</value>
    public string? Token { get; set; }

    /// <summary>How long the server may be silent, at the start or between two pieces, before the attempt is given up.</summary>
    /// <value>The default is 30 seconds; up to a day is possible.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>The number of attempts in a row without progress after which the download fails.</summary>
    /// <value>The default is 5; at least 1.</value>
    [Range(1, int.MaxValue)]
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>The first wait between two attempts; it doubles each time, and a server's <c>Retry-After</c> replaces it.</summary>
    /// <value>The default is half a second; up to a day is possible.</value>
    public TimeSpan RetryDelay { get; set; } = DefaultRetryDelay;

    /// <summary>The longest wait between two attempts. The download fails if the server asks for more.</summary>
    /// <value>The default is one minute; up to a day is possible.</value>
    public TimeSpan MaxRetryDelay { get; set; } = DefaultMaxRetryDelay;
}

[OptionsValidator]
internal sealed partial class ModelHubOptionsRanges : IValidateOptions<ModelHubOptions>;

internal sealed class ModelHubOptionsValidator : IValidateOptions<ModelHubOptions>
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, ModelHubOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(new ModelHubOptionsRanges().Validate(name, options));
        RequireTime(options.Timeout, nameof(options.Timeout), TimeSpan.FromTicks(1));
        RequireTime(options.RetryDelay, nameof(options.RetryDelay), TimeSpan.Zero);
        RequireTime(options.MaxRetryDelay, nameof(options.MaxRetryDelay), TimeSpan.Zero);
        if (options.BaseAddress is { } address && !(address.IsAbsoluteUri && address.Scheme is "https" or "http"))
            result.AddError($"{address} is not an http address.", nameof(options.BaseAddress));
        if (options.CacheFolder is { } folder && !Path.IsPathFullyQualified(folder))
            result.AddError($"'{folder}' is not a full path.", nameof(options.CacheFolder));
        if (options.Token?.All(c => c is > ' ' and <= '~') == false)
            result.AddError(
                "it contains a space, a line end or another character that no token has; was it read from a file with its line end?",
                nameof(options.Token));
        return result.Build();

        void RequireTime(TimeSpan time, string property, TimeSpan least)
        {
            if (time < least || time > LongestTime) result.AddError($"{time} is not a time of at most a day.", property);
        }
    }
}

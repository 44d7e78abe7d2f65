using System.CommandLine;
using System.Globalization;
using Mmva;
using Mmva.Data;

namespace ConsoleProgram;

/// <summary>How music is listened to: how much of each piece, and where its features are kept for the next program.</summary>
/// <param name="Excerpt">The length of an excerpt, or null for all of a piece.</param>
/// <param name="IsChosen">Whether the command line says how much.</param>
/// <param name="Cache">The folder of the features, or null for none.</param>
/// <param name="MaxMinutes">The longest piece.</param>
/// <param name="MaxMemory">How many MiB the samples of a piece may take.</param>
public sealed record Listening(
    TimeSpan? Excerpt, bool IsChosen = false, string? Cache = null,
    int MaxMinutes = Listening.DefaultMaxMinutes, int MaxMemory = Listening.DefaultMaxMemory)
{
    /// <summary>The default, chosen by what it costs in valence and arousal: docs/performance.md.</summary>
    public const int DefaultSeconds = 30;

    public const int DefaultMaxMinutes = 720, DefaultMaxMemory = 1024, LeastMemory = 16, MostMemory = 2048, MostMinutes = 60_000;

    public const string
        ExcerptHelp = "How much of a long piece is listened to: seconds, in evenly spaced windows, or all of it.",
        MinutesHelp = "The longest piece: what lasts longer is refused.",
        MemoryHelp = "How many MiB the samples of a piece may take: what needs more is refused; an excerpt needs little.",
        CacheHelp = "Keeps what was heard in this folder, so that nothing is listened to again; none keeps nothing.";

    private const string All = "all", None = "none";
    private const int LeastSeconds = 3, MostSeconds = 86_400;

    // the rate that the compact music encoder resamples to
    private const int EncoderRate = 16_000;

    private static readonly Option<string>
        ExcerptOption = new Option<string>("--excerpt")
        {
            HelpName = "SECONDS|all", Description = ExcerptHelp, DefaultValueFactory = _ => $"{DefaultSeconds}",
        }.Checked(ExcerptError),
        CacheOption = new("--cache")
        {
            HelpName = "FOLDER|none", Description = CacheHelp, DefaultValueFactory = _ => FeatureCacheOptions.UserFolder,
        };

    /// <summary>How many excerpts are decoded ahead, which are small: ffmpeg decodes several at once.</summary>
    public int? DecodeAhead => Excerpt is null ? null : 8;

    private static readonly Option<int>
        MinutesOption = CommandLine.Number("--max-minutes", "MINUTES", MinutesHelp, 1, MostMinutes, fallback: DefaultMaxMinutes),
        MemoryOption = CommandLine.Number("--max-memory", "MIB", MemoryHelp, LeastMemory, MostMemory, fallback: DefaultMaxMemory);

    public static Listening Default { get; } = new(TimeSpan.FromSeconds(DefaultSeconds));

    /// <summary>The words of <c>--excerpt</c> that mean this.</summary>
    public string Words => Excerpt is { } excerpt ? excerpt.TotalSeconds.ToString(CultureInfo.InvariantCulture) : All;

    public static void AddExcerptTo(Command command)
    {
        command.Add(ExcerptOption);
        AddLimitsTo(command);
    }

    public static void AddLimitsTo(Command command)
    {
        command.Add(MinutesOption);
        command.Add(MemoryOption);
    }

    public static void AddTo(Command command)
    {
        AddExcerptTo(command);
        command.Add(CacheOption);
    }

    /// <summary>All of each piece at its own rate, within the limits of the command line.</summary>
    public static AudioDecoderOptions LimitsOf(ParseResult line)
    {
        var audio = new AudioDecoderOptions();
        new Listening(null, MaxMinutes: line.GetValue(MinutesOption), MaxMemory: line.GetValue(MemoryOption)).Limit(audio);
        return audio;
    }

    public static Listening Of(ParseResult line) => new(
        ExcerptOf(line.GetRequiredValue(ExcerptOption)), line.GetResult(ExcerptOption) is { Implicit: false },
        line.CommandResult.Command.Options.Contains(CacheOption) ? CacheOf(line.GetRequiredValue(CacheOption)) : null,
        line.GetValue(MinutesOption), line.GetValue(MemoryOption));

    /// <summary>What is wrong with a value of <c>--excerpt</c>, or null.</summary>
    public static string? ExcerptError(string word) => word == All || IsSeconds(word, out _)
        ? null : $"--excerpt takes {All} or a number of seconds from {LeastSeconds} to {MostSeconds}, not '{word}'.";

    public static TimeSpan? ExcerptOf(string word) => IsSeconds(word, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    public static string? CacheOf(string word) => word == None ? null : word;

    /// <summary>Sets up the decoder of audio and the cache of a host that has encoders.</summary>
    public IMmvaBuilder AddTo(IMmvaBuilder builder)
    {
        builder.AddMedia(configureAudio: Configure);
        return Cache is { } folder ? builder.UseFeatureCache(options => options.Folder = folder) : builder;
    }

    /// <summary>Sets up the decoder of audio.</summary>
    public void Configure(AudioDecoderOptions audio)
    {
        audio.Excerpt = Excerpt;
        audio.MaxSampleRate = EncoderRate;
        Limit(audio);
    }

    private void Limit(AudioDecoderOptions audio)
    {
        audio.MaxDuration = TimeSpan.FromMinutes(MaxMinutes);
        audio.MaxSamples = (int)(((long)MaxMemory << 20) / sizeof(float));
    }

    private static bool IsSeconds(string word, out double seconds) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds is >= LeastSeconds and <= MostSeconds;
}

using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Which program renders EMOPIA's clips, and how many of them.</summary>
public sealed class PianoRendererOptions
{
    /// <summary>The default of <see cref="Program"/>.</summary>
    public const string DefaultProgram = "fluidsynth";

    /// <summary>The default of <see cref="Font"/>: where Debian's package <c>fluid-soundfont-gm</c> installs it.</summary>
    public const string DefaultFont = "/usr/share/sounds/sf2/FluidR3_GM.sf2";

    /// <summary>The default of <see cref="ClipsPerSong"/>.</summary>
    public const int DefaultClipsPerSong = 2;

    /// <summary>The default of <see cref="TimeLimit"/>: one minute.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>The fluidsynth program: a path, or a name on PATH.</summary>
    /// <value>The default is <c>fluidsynth</c>.</value>
    public string Program { get; set; } = DefaultProgram;

    /// <summary>The sound font.</summary>
    /// <value>The default is <see cref="DefaultFont"/>.</value>
    public string Font { get; set; } = DefaultFont;

    /// <summary>The largest number of clips of one song; the first by name are rendered.</summary>
    /// <value>The default is 2.</value>
    public int ClipsPerSong { get; set; } = DefaultClipsPerSong;

    /// <summary>How long the program may take for one clip before it is killed; a third of a second is usual.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan TimeLimit { get; set; } = DefaultTimeLimit;

    internal PianoRendererOptions Clone() => (PianoRendererOptions)MemberwiseClone();
}

internal sealed class PianoRendererOptionsValidator : IValidateOptions<PianoRendererOptions>
{
    private static readonly TimeSpan LongestTimeLimit = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, PianoRendererOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        errors.Expect(!string.IsNullOrEmpty(options.Program), nameof(options.Program), "empty", "a path or a name on PATH");
        errors.Expect(!string.IsNullOrEmpty(options.Font), nameof(options.Font), "empty", "a path");
        errors.Expect(options.ClipsPerSong >= 1, nameof(options.ClipsPerSong), options.ClipsPerSong, "at least 1");
        var isLimit = options.TimeLimit > TimeSpan.Zero && options.TimeLimit <= LongestTimeLimit;
        errors.Expect(isLimit, nameof(options.TimeLimit), options.TimeLimit, "above 0, up to a day");
        return errors.Build();
    }
}

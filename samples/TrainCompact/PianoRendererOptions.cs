namespace TrainCompact;

/// <summary>What sounds EMOPIA's clips, and how many of them.</summary>
internal sealed record PianoRendererOptions
{
    /// <summary>The fluidsynth program: a path, or a name on PATH.</summary>
    public string Program { get; init; } = "fluidsynth";

    /// <summary>The sound font; the default is where Debian's package <c>fluid-soundfont-gm</c> puts it.</summary>
    public string Font { get; init; } = "/usr/share/sounds/sf2/FluidR3_GM.sf2";

    /// <summary>The most clips of one song, the first by name.</summary>
    public int ClipsPerSong { get; init; } = 2;

    /// <summary>How long the program may take for one clip before it is killed; a third of a second is usual.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);
}

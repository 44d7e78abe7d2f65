using System.Diagnostics;
using System.IO.Compression;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Midi;

/// <summary>EMOPIA's clips as audio: with the real program where it is installed, and with scripts that imitate it and its faults.</summary>
public sealed class PianoRendererTests : IDisposable
{
    // the arguments that are the audio file to write, and the font
    private const string Raw = "\"$9\"", Font = "\"${10}\"";

    private readonly TemporaryFolder _folder = new();
    private readonly AudioDecoder _decoder = new();

    private string Output => _folder.File("sound");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Real_clips_are_audible_and_rendered_twice_the_same()
    {
        var options = new PianoRendererOptions();
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f =>
            File.Exists(Path.Combine(f, options.Program)));
        Skip.IfNot(found && File.Exists(options.Font),
            "the fluidsynth program or the sound font FluidR3_GM is not installed (Debian: fluidsynth, fluid-soundfont-gm)");
        EmopiaClip[] clips = [.. Datasets.Emopia(GoldenFiles.Data("emopia")).Where(clip => clip.Song is "0vLPYiPN7qY" or "_BK2o77sTc0")];

        var rendered = await new PianoRenderer(options).RenderAsync(clips, Output);
        var again = await new PianoRenderer(options).RenderAsync(clips, Output + "2");

        rendered.Select(clip => clip.Clip.Id).Should().Equal("Q1_0vLPYiPN7qY_0", "Q1_0vLPYiPN7qY_1", "Q1__BK2o77sTc0_0", "Q1__BK2o77sTc0_1");
        foreach (var (first, second) in rendered.Zip(again))
        {
            File.ReadAllBytes(first.Path).Should().Equal(File.ReadAllBytes(second.Path));
            var sound = _decoder.Decode(first.Path);
            (sound.SampleRate, sound.Samples.Length).Should().Be((16000, 15 * 16000));
            sound.Samples.ToArray().Max(Math.Abs).Should().BeInRange(0.05f, 0.99f);
        }
    }

    [SkippableFact]
    public async Task The_first_clips_of_a_song_are_cut_and_existing_files_are_kept()
    {
        var tone = Enumerable.Range(0, 20 * 24000).Select(i => 0.5f * MathF.Sin(2 * MathF.PI * 440 * i / 24000)).ToArray();
        var options = Options($"cp {Font} {Raw}", WavFile.Encode(new(tone, 24000)));
        var clips = Clips("Q2_b_3", "Q1_a_2", "Q1_a_0", "Q4_a_1", "Q1_a_1");
        var reports = new Reports();
        _folder.Write("sound/Q1_a_1.wav", "exists");

        var rendered = await new PianoRenderer(options).RenderAsync(clips, Output, reports);

        rendered.Select(clip => clip.Path)
            .Should().Equal(Path.Combine(Output, "Q1_a_0.wav"), Path.Combine(Output, "Q1_a_1.wav"), Path.Combine(Output, "Q2_b_3.wav"));
        Directory.GetFiles(Output).Should().BeEquivalentTo(rendered.Select(clip => clip.Path));
        File.ReadAllText(rendered[1].Path).Should().Be("exists");
        rendered[2].ToRatedItem(0.25f).Should().Be(new RatedItem("Q2_b_3", rendered[2].Path, new(0.25f, 0.75f), "emopia/b"));
        reports.Should().BeEquivalentTo([new FileProgress(1, 0, 3), new FileProgress(2, 0, 3), new FileProgress(3, 0, 3)]);
        var sound = _decoder.Decode(rendered[2].Path);
        var expected = AudioResampling.Resample(new(tone.AsMemory(0, 15 * 24000), 24000), 16000).Samples.ToArray();
        (sound.SampleRate, sound.Samples.Length).Should().Be((16000, 15 * 16000));
        sound.Samples.ToArray().Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second))
            .Should().BeLessThan(4f / 32768, "16 bits are cut twice");
    }

    [Fact]
    public async Task What_is_missing_is_named_with_its_packages()
    {
        var font = _folder.Write("font.sf2", "");
        await Fails(new() { Font = _folder.File("none.sf2") },
            $"*{_folder.File("none.sf2")} does not exist*apt-get install fluidsynth fluid-soundfont-gm*");
        await Fails(new() { Font = font, Program = _folder.File("no-such-program") },
            "*no-such-program' cannot be started*apt-get install fluidsynth fluid-soundfont-gm*");
    }

    [Fact]
    public async Task Nothing_is_needed_where_every_file_exists()
    {
        _folder.Write("sound/Q1_a_0.wav", "exists");

        (await new PianoRenderer(new() { Font = "none", Program = "none" }).RenderAsync(Clips("Q1_a_0"), Output)).Should().ContainSingle();
    }

    [SkippableTheory]
    [InlineData("echo hello; echo no such chord >&2; exit 3", "Q1_a_0: fluidsynth cannot render it (no such chord).")]
    [InlineData("exit 3", "Q1_a_0: fluidsynth cannot render it (exit code 3).")]
    [InlineData("exit 0", "Q1_a_0: fluidsynth cannot render it (exit code 0).")]
    [InlineData("head -c 9000000 /dev/zero | tr '\\0' a; head -c 9000000 /dev/zero | tr '\\0' b >&2; exit 1",
        "Q1_a_0: fluidsynth cannot render it (bb*bb).")]
    [InlineData("cp " + Font + " " + Raw, "Q1_a_0 is silent*")]
    [InlineData("head -c 1000 " + Font + " > " + Raw, "Q1_a_0 as rendered by fluidsynth: is truncated*")]
    [InlineData("head -c 60000000 /dev/zero > " + Raw + "; exec sleep 60", "Q1_a_0: fluidsynth has written more than ten minutes of audio*")]
    public async Task A_fault_of_the_program_names_the_clip_and_leaves_nothing(string script, string message) =>
        await Fails(Options(script, WavFile.Encode(new(new float[24000], 24000))), message);

    [SkippableFact]
    public async Task A_program_that_does_not_end_is_killed_in_time()
    {
        var pid = _folder.File("pid");
        var options = Options($"echo $$ > '{pid}'; exec sleep 60", []);
        options.TimeLimit = TimeSpan.FromSeconds(1);

        await Fails(options, "Q1_a_0: fluidsynth has not rendered it within PianoRendererOptions.TimeLimit = 00:00:01.");

        IsRunning(pid).Should().BeFalse();
    }

    [SkippableFact]
    public async Task Cancelling_kills_the_program()
    {
        var pid = _folder.File("pid");
        var options = Options($"echo $$ > '{pid}'; exec sleep 60", []);
        using var cancel = new CancellationTokenSource();

        var rendering = new PianoRenderer(options).RenderAsync(Clips("Q1_a_0"), Output, null, cancel.Token);
        while (!rendering.IsCompleted && !(File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'))) await Task.Delay(20);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => rendering).Should().ThrowAsync<OperationCanceledException>();
        IsRunning(pid).Should().BeFalse();
        Directory.GetFiles(Output).Should().BeEmpty();
    }

    [Fact]
    public void An_option_out_of_its_range_is_named() => FluentActions.Invoking(() => new PianoRenderer(new() { ClipsPerSong = 0, Font = "" }))
        .Should().Throw<OptionsValidationException>().WithMessage("*ClipsPerSong*").WithMessage("*Font*");

    private async Task Fails(PianoRendererOptions options, string message)
    {
        await FluentActions.Awaiting(() => new PianoRenderer(options).RenderAsync(Clips("Q1_a_0"), Output))
            .Should().ThrowAsync<MmvaException>().WithMessage(message);
        if (Directory.Exists(Output)) Directory.GetFiles(Output).Should().BeEmpty();
    }

    private static bool IsRunning(string pidFile)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(File.ReadAllText(pidFile)));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A shell script instead of the program, and a file instead of the font.</summary>
    private PianoRendererOptions Options(string script, byte[] font)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no shell scripts.");
        var program = _folder.Write("program", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new() { Program = program, Font = _folder.Write("font.sf2", font) };
    }

    private IReadOnlyList<EmopiaClip> Clips(params string[] names)
    {
        using (var archive = new ZipArchive(File.Create(_folder.File("midis.zip")), ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = archive.CreateEntry($"{name}.mid").Open();
                entry.Write("MThd"u8);
            }
        }
        var clips = Datasets.Emopia(_folder.Path);
        return [.. names.Select(name => clips.Single(clip => clip.Id == name))];
    }

    private sealed class Reports : List<FileProgress>, IProgress<FileProgress>
    {
        public void Report(FileProgress value)
        {
            lock (this) Add(value);
        }
    }
}

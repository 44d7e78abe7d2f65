using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class TextToMusicTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-tracks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Finds_tracks_and_keeps_its_index()
    {
        var music = Directory.CreateDirectory(Path.Combine(_folder, "music", "deep")).FullName;
        Demo.Sound(music, "one.wav");
        File.WriteAllText(Path.Combine(music, "broken.wav"), "RIFF no sound");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("TextToMusic", _folder, "a quiet evening", "music", "--index", "music.index");

        exitCode.Should().Be(1, "one track cannot be read");
        errors.Should().Contain("broken.wav");
        output.TrimEnd().Split('\t').Should().HaveCount(4).And.EndWith(Path.Combine("deep", "one.wav"));

        File.Delete(Path.Combine(music, "broken.wav"));
        var again = await SampleProgram.RunAsync("TextToMusic", _folder, "a quiet evening", "music", "--index", "music.index");
        again.ExitCode.Should().Be(0, again.Errors);
        again.Output.Should().Be(output);
    }

    [Fact]
    public async Task What_it_heard_is_kept_for_Quickstart()
    {
        var music = Directory.CreateDirectory(Path.Combine(_folder, "music")).FullName;
        Demo.Sound(music, "one.wav");

        (await SampleProgram.RunAsync("TextToMusic", _folder, "rain", "music", "--cache", "none")).ExitCode.Should().Be(0);
        Directory.GetDirectories(_folder).Should().ContainSingle("nothing was kept");
        (await SampleProgram.RunAsync("TextToMusic", _folder, "rain", "music", "--cache", "heard")).ExitCode.Should().Be(0);
        var kept = Directory.GetFiles(Path.Combine(_folder, "heard")).Should().ContainSingle().Subject;
        (await SampleProgram.RunAsync("Quickstart", _folder, "rain", "music", "--cache", "heard")).ExitCode.Should().Be(0);

        Directory.GetFiles(Path.Combine(_folder, "heard")).Should().Equal([kept], "Quickstart heard nothing new");
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var mixed = new MixedFolder();

        var (exitCode, output, errors) = await SampleProgram.RunAsync("TextToMusic", _folder, "rain", mixed.Path, "--index", "music.index");

        exitCode.Should().Be(1);
        output.TrimEnd().Split('\n').Select(line => line.Split('\t')[^1]).Should().BeEquivalentTo(MixedFolder.GoodMusic);
        errors.Should().ContainAll(mixed.PathsOf(MixedFolder.BadMusic).Select(path => path + ": "));
    }

    [SkippableFact]
    public async Task Names_that_cannot_be_opened_printed_or_indexed_do_not_affect_the_others()
    {
        var music = Directory.CreateDirectory(Path.Combine(_folder, "music")).FullName;
        var good = Path.Combine(music, "good.wav");
        Demo.Sound(music, "good.wav");
        RawNames.Copy(good, Path.Combine(music, @"L\344gg.wav"));
        RawNames.Copy(good, Path.Combine(music, @"M\344nner", "a.wav"));
        File.Copy(good, Path.Combine(music, "two\nlines.wav"));
        var deep = music;
        while (deep.Length <= EmotionItem.MaxIdLength) deep = Directory.CreateDirectory(Path.Combine(deep, new string('x', 250))).FullName;
        File.Copy(good, Path.Combine(deep, "deep.wav"));

        const string arguments = "rain|music|--index|music.index";
        var first = await SampleProgram.RunAsync("TextToMusic", _folder, arguments.Split('|'));
        var again = await SampleProgram.RunAsync("TextToMusic", _folder, arguments.Split('|'));
        RawNames.Clear(music);

        foreach (var (exitCode, output, errors) in new[] { first, again })
        {
            exitCode.Should().Be(1);
            output.TrimEnd().Split('\n').Select(line => Path.GetFileName(line.Split('\t')[^1]))
                .Should().BeEquivalentTo("good.wav", "two lines.wav", "deep.wav");
            errors.Should().Contain(Path.Combine(music, "L\uFFFDgg.wav") + ": cannot be opened: its name, or that of its folder, is not valid UTF-8.")
                .And.Contain(Path.Combine(music, "M\uFFFDnner") + ": cannot be opened: its name");
        }
    }

    [SkippableFact]
    public async Task Evaluates_captions_that_the_heads_did_not_see()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("TextToMusic", _folder, "--evaluate",
            Path.GetDirectoryName(GoldenFiles.Data("musical-captions"))!);

        exitCode.Should().Be(0, errors);
        output.Should().NotContain("in no training", "every text is in the table of held-out points");
        var rows = output.Split('\n').Where(line => line.StartsWith("| the heads |") || line.StartsWith("| chance |"))
            .Select(line => int.Parse(line.Split('|')[2].Trim(' ', '%'))).ToArray();
        rows.Should().HaveCount(8);
        for (var kind = 0; kind < rows.Length; kind += 2)
            rows[kind + 1].Should().BeGreaterThan(rows[kind] + 25, "the heads find far more tracks of the text's quadrant than chance");
    }

    [Fact]
    public async Task Captions_of_a_manifest_find_their_own_music()
    {
        Demo.Sound(_folder, "one.wav");
        File.Copy(Path.Combine(_folder, "one.wav"), Path.Combine(_folder, "copy.wav"));
        float[] noise = [.. Enumerable.Range(0, 48_000).Select(i => (i * 7919 % 1000 - 500) / 600f)];
        File.WriteAllBytes(Path.Combine(_folder, "noise.wav"), WavFile.Encode(new Waveform(noise, 16_000)));
        File.WriteAllText(Path.Combine(_folder, "bad.wav"), "RIFF no sound");
        File.WriteAllText(
            Path.Combine(_folder, "pairs.csv"),
            "path,caption,group\none.wav,a calm tone,\none.wav,another text,\ncopy.wav,a calm tone,\nnoise.wav,harsh noise,n\nbad.wav,nothing,\n");
        const string arguments = "--evaluate|pairs.csv|--pairs|100|--seed|3|--cache|none";

        var (exitCode, output, errors) = await SampleProgram.RunAsync("TextToMusic", _folder, arguments.Split('|'));

        exitCode.Should().Be(1, "one file cannot be read");
        errors.Should().Contain("bad.wav");
        output.Should().StartWith("5 pairs of music and caption in 4 groups; 3 pairs of different groups, seed 3.")
            .And.Contain("There are fewer groups than the 100 pairs asked for").And.Contain("2 pieces of music share their point with another.")
            .And.MatchRegex(@"\n\| Mmva \| \d+\.\d \[\d").And.Contain("\n| chance | 33.3 | 100.0 | 100.0 | 61.1 | 2 |")
            .And.Contain("\n| MMVA | 6.7 | 18.6 | 24.4 | 11.7 | – | Table 2 of arXiv 2501.01094 |");
        (await SampleProgram.RunAsync("TextToMusic", _folder, arguments.Split('|'))).Output.Should().Be(output);

        File.AppendAllText(Path.Combine(_folder, "pairs.csv"), "gone.wav,x,\n");
        var missing = await SampleProgram.RunAsync("TextToMusic", _folder, "--evaluate", "pairs.csv");
        (missing.ExitCode, missing.Output).Should().Be((1, ""));
        missing.Errors.Should().Contain("pairs.csv(7): path 'gone.wav' does not exist.");
    }

    [Theory]
    [InlineData("Give a text")]
    [InlineData("Directory does not exist: 'nowhere'", "text", "nowhere")]
    [InlineData("--count takes a number from 1 to 1000000, not '0'.", "text", "--count", "0")]
    [InlineData("'--cuont' was not matched. Did you mean one of the following?\n--count\n", "text", "--cuont", "3")]
    [InlineData("neither a text nor a folder", "text", "--evaluate", ".")]
    [InlineData("--evaluate takes a manifest or a folder; there is no 'no.csv'.", "--evaluate", "no.csv")]
    [InlineData("--pairs and --seed go with --evaluate and a manifest.", "--evaluate", ".", "--pairs", "9")]
    [InlineData("--pairs and --seed go with --evaluate and a manifest.", "text", "--seed", "9")]
    [InlineData("Required argument missing for option: '--index'", "text", "--index")]
    public async Task A_command_line_that_makes_no_sense_is_explained(string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("TextToMusic", _folder, args);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(message).And.Contain("Usage:");
    }
}

using System.Globalization;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class PredictTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-predict").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_input_gets_a_line_in_order_and_failures_are_named_on_standard_error()
    {
        var picture = Demo.Picture(_folder, "a picture.png");
        var sound = Demo.Sound(_folder, "a tone.wav");
        File.WriteAllText(Path.Combine(_folder, "damaged.jpg"), "no picture");
        File.WriteAllLines(Path.Combine(_folder, "texts.txt"), ["a slow, sad piano piece", "", "happy\tdancing"]);

        var (exitCode, output, errors) = await SampleProgram.RunAsync("Predict", _folder, picture, "damaged.jpg", sound, "missing.wav", "--text",
            "We won!", "--text-file", "texts.txt");

        exitCode.Should().Be(1);
        var rows = output.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split('\t')).ToList();
        rows.Select(r => (r[0], r[1])).Should().Equal(
            (picture, "image"), (sound, "music"), ("We won!", "caption"), ("a slow, sad piano piece", "caption"), ("", "caption"),
                ("happy dancing", "caption"));
        rows.Should().AllSatisfy(r => r[2..].Should().HaveCount(2).And.AllSatisfy(number =>
        {
            number.Should().MatchRegex(@"^[01]\.\d{6}$");
            float.Parse(number, CultureInfo.InvariantCulture).Should().BeInRange(0, 1);
        }));
        errors.Should().Contain("damaged.jpg: ").And.Contain("missing.wav: ");
    }

    [SkippableFact]
    public async Task Bad_files_and_links_do_not_affect_the_good_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var mixed = new MixedFolder();
        var good = mixed.PathsOf(MixedFolder.GoodImages, MixedFolder.GoodMusic);
        var bad = mixed.PathsOf(MixedFolder.BadImages, MixedFolder.BadMusic);

        var (exitCode, output, errors) = await SampleProgram.RunAsync("Predict", _folder, [.. bad, .. good]);

        exitCode.Should().Be(1);
        output.TrimEnd().Split('\n').Select(line => line.Split('\t')[0]).Should().Equal(good);
        errors.Should().ContainAll(bad.Select(path => path + ": "));
    }

    [Fact]
    public async Task Texts_come_from_standard_input_too_and_the_answer_does_not_depend_on_the_batch()
    {
        var texts = Enumerable.Range(1, 150).Select(n => string.Join(' ', Enumerable.Repeat("quiet music", n % 17 + 1)) + n).ToArray();
        var together = await SampleProgram.RunAsync("Predict", _folder, string.Join('\n', texts), ["--text-file", "-"]);
        var alone = await SampleProgram.RunAsync("Predict", _folder, "--text", texts[77]);

        together.ExitCode.Should().Be(0);
        var lines = together.Output.TrimEnd().Split('\n');
        lines.Should().HaveCount(150);
        var (one, same) = (Numbers(alone.Output.TrimEnd()), Numbers(lines[77]));
        same.Valence.Should().BeApproximately(one.Valence, 2e-5);
        same.Arousal.Should().BeApproximately(one.Arousal, 2e-5);
    }

    [Fact]
    public async Task Without_ICU_the_predictions_are_the_same()
    {
        const string text = "Déjà vu: a smörgåsbord of joy in Σ, Ψ and 한국";
        string[] inputs = [Demo.Picture(_folder, "picture.png"), Demo.Sound(_folder, "sound.wav"), "--text", text];

        var with = await SampleProgram.RunAsync("Predict", _folder, inputs);
        var without = await SampleProgram.RunAsync("Predict", _folder, "", inputs, ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));

        without.ExitCode.Should().Be(0, without.Errors);
        without.Output.Should().Be(with.Output);
    }

    [Fact]
    public async Task Words_are_taken_as_they_are()
    {
        string[] texts = ["-5 degrees", "--- silence", "--text", "--help", "@home", "[sad]", "a=b"], files = ["Predict", "--text", "-h", "@absent"];

        var (exitCode, output, errors) = await SampleProgram.RunAsync("Predict", _folder,
            ["[absent]", .. texts.SelectMany(text => new[] { "--text", text }), "--text=x=y", "--", .. files]);

        exitCode.Should().Be(1, "no file is there");
        output.TrimEnd().Split('\n').Select(line => line.Split('\t')[0]).Should().Equal([.. texts, "x=y"]);
        errors.Should().ContainAll(files.Prepend("[absent]").Select(file => file + ": there is no such file"));
    }

    [Fact]
    public async Task Diagnostics_are_printed_without_an_input()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Predict", _folder, "--diagnose");

        exitCode.Should().Be(0, errors);
        output.Split('\n').Select(line => line.Split(':')[0]).Should().Contain(
            [".NET", "ONNX Runtime", "Skia", "ffmpeg", "Magick.NET", "Mmva.Compact", "model", "image encoder", "music encoder", "caption encoder"]);
        output.Should().Contain("telemetry off").And.Contain("all-minilm-l6-v2").And.NotContain(_folder);
    }

    [Fact]
    public async Task A_text_in_another_language_has_a_notice()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Predict", _folder, "--text", "ein ruhiger Abend an der See");

        (exitCode, output.Split('\t')[1]).Should().Be((0, "caption"));
        errors.Should().Contain("ein ruhiger Abend an der See: it looks like German");
    }

    [Theory]
    [InlineData("There is nothing to predict: give a FILE, --text or --text-file.")]
    [InlineData("'--txt' was not matched. Did you mean one of the following?\n--text\n", "--txt", "something else")]
    [InlineData("Required argument missing for option: '--text'.", "--text")]
    [InlineData("--text-file: there is no file 'absent.txt'.", "--text-file", "absent.txt")]
    public async Task A_command_line_that_makes_no_sense_is_explained(string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Predict", _folder, args);
        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith(message).And.Contain("Usage:");
    }

    private static (double Valence, double Arousal) Numbers(string line)
    {
        var fields = line.Split('\t');
        return (double.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture));
    }
}

using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.WeightFiles;

public sealed class ModelConfigTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Values_are_read_by_key_and_section()
    {
        var config = Parse(
            """
            {"vision_config":{"hidden_size":768,"layer_norm_eps":1e-5,"hidden_act":"quick_gelu"},"conv_dim":[512,512],"do_normalize":true,"none":null}
            """);
        var vision = config.Section("vision_config");
        vision.Integer("hidden_size").Should().Be(768);
        vision.Float("layer_norm_eps").Should().Be(1e-5f);
        vision.Text("hidden_act").Should().Be("quick_gelu");
        config.Integers("conv_dim").Should().Equal(512, 512);
        config.Boolean("do_normalize").Should().BeTrue();
        config.Contains("none").Should().BeFalse();
        (config.Integer("none", fallback: 3), config.Float("none", 2), config.Boolean("none", false), config.Text("none", "x"))
            .Should().Be((3, 2f, false, "x"));
    }

    [Fact]
    public void Errors_name_file_key_and_what_is_due()
    {
        var config = Parse("""{"a":{"n":"x","big":1e300,"list":[1,"2"],"flag":1,"half":"\ud800"}}""");
        var a = config.Section("a");
        Expect(() => a.Integer("n"), "'a.n' is \"x\"; an integer from 1 to 16777216 is required.");
        Expect(() => a.Integer("m"), "'a.m' is not in the configuration.");
        Expect(() => a.Float("big"), "'a.big' is 1e300; a number is required.");
        Expect(() => a.Integers("list"), "'a.list' is [1,\"2\"]; a list of integers from 1 to 16777216 is required.");
        Expect(() => a.Boolean("flag"), "'a.flag' is 1; true or false is required.");
        Expect(() => a.Text("flag"), "'a.flag' is 1; a string is required.");
        Expect(() => a.Text("half"), "'a.half' is \"\\ud800\"; a string is required.");
        Expect(() => config.Section("b"), "'b' is not in the configuration.");
        Expect(() => a.Require(false, "flag", "only 0 is implemented"), "'a.flag' is 1; only 0 is implemented.");
        Expect(() => Parse("[]"), "is not a JSON object.");
        Expect(() => Parse("""{"\ud800":1}""").Contains("x"), "one of its keys next to 'x' is not a text: *");
        File.WriteAllBytes(_path, [.. "{\"a\":\""u8, 0xE5, .. "\"}"u8]);
        FluentActions.Invoking(() => ModelConfig.Open(_path)).Should().Throw<WeightFileException>().WithMessage("*it is not UTF-8.");
        FluentActions.Invoking(() => Parse("{")).Should().Throw<WeightFileException>().WithMessage("*is not valid JSON*");

        void Expect(Action action, string message) => action.Should().Throw<WeightFileException>().WithMessage($"{_path}: {message}");
    }

    [SkippableFact]
    public void The_limit_is_of_the_file_itself_not_of_a_link_to_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links takes a privilege there");
        File.WriteAllBytes(_path, new byte[(16 << 20) + 1]);
        var link = _path + ".json";
        File.CreateSymbolicLink(link, _path);
        FluentActions.Invoking(() => ModelConfig.Open(link))
            .Should().Throw<WeightFileException>().WithMessage("*has 16777217 bytes; at most 16777216 are read*");
        File.Delete(link);
    }

    private ModelConfig Parse(string json)
    {
        File.WriteAllText(_path, json);
        return ModelConfig.Open(_path);
    }
}

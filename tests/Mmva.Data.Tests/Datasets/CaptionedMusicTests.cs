using Mmva.TestSupport;

namespace Mmva.Data.Tests;

public sealed class CaptionedMusicTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CaptionedMusicTests()
    {
        _folder.Write("a.wav", "");
        _folder.Write("sub/b.wav", "");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pairs.csv", "path,caption,group\na.wav,\"slow, sad piano\",g\nsub/b.wav,drums,\na.wav,a ballad,g\n")]
    [InlineData("pairs.csv", "valence;caption;path;group\n0,5;slow, sad piano;a.wav;g\n;drums;sub/b.wav;\n;a ballad;a.wav;g\n")]
    [InlineData("pairs.jsonl", """
        {"path": "a.wav", "caption": " slow, sad piano ", "group": "g", "valence": 7}

        {"caption": "drums", "path": "sub/b.wav", "group": null}
        {"path": "a.wav", "caption": "a ballad", "group": "g"}
        """)]
    public void Pairs_are_read_from_tables_and_JSON_lines(string name, string text)
    {
        var manifest = _folder.Write(name, text);

        Datasets.CaptionedMusic(manifest).Should().Equal(
            new CaptionedMusic(_folder.File("a.wav"), "slow, sad piano", "g"),
            new CaptionedMusic(_folder.File("sub/b.wav"), "drums", _folder.File("sub/b.wav")),
            new CaptionedMusic(_folder.File("a.wav"), "a ballad", "g"));
    }

    [Theory]
    [InlineData("p.csv", "path,caption\na.wav,\n", "(2): caption is empty; the row has 2 fields.")]
    [InlineData("p.csv", "path,caption\n,x\n", "(2): path is empty; the row has 2 fields.")]
    [InlineData("p.csv", "path,caption\nno.wav,x\na.wav,y\nnot.wav,z\n",
        "(2): path 'no.wav' does not exist. 2 rows name missing files, the next in line 4.")]
    [InlineData("p.csv", "path,caption\na.wav,x\na.wav,x\n", "(3): a.wav has this caption twice, also in line 2.")]
    [InlineData("p.csv", "path,text\na.wav,x\n", "(1): has no column 'caption'; its columns are: path, text.")]
    [InlineData("p.csv", "path,caption\n", ": has no pairs of music and caption.")]
    [InlineData("p.csv", "", ": is empty; it must have a header with the columns path, caption.")]
    [InlineData("p.jsonl", "\n{\"path\": \"a.wav\"}\n", "(2): caption is missing or empty.")]
    [InlineData("p.jsonl", "{\"path\": \"a.wav\", \"caption\": 5}\n", "(1): caption is not a text.")]
    [InlineData("p.jsonl", "{\"path\": \"no.wav\", \"caption\": \"x\"}\n", "(1): path 'no.wav' does not exist.")]
    [InlineData("p.jsonl", "[1]\n", "(1): is not a JSON object.")]
    [InlineData("p.jsonl", "{\n", "(1): is not valid JSON: *")]
    [InlineData("p.jsonl", "", ": has no pairs of music and caption.")]
    public void Errors_name_the_line(string name, string text, string message)
    {
        var manifest = _folder.Write(name, text);

        FluentActions.Invoking(() => Datasets.CaptionedMusic(manifest)).Should().Throw<DatasetException>().WithMessage(manifest + message);
    }

    [Fact]
    public void A_manifest_that_does_not_exist_is_named()
    {
        foreach (var name in new[] { "none.csv", "none.jsonl" })
            FluentActions.Invoking(() => Datasets.CaptionedMusic(_folder.File(name))).Should().Throw<DatasetException>()
                .WithMessage($"*{name}: cannot be read: *");
    }
}

using Mmva.Data;
using Mmva.Tasks.Evaluation;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.VideoSummaries.Evaluation;

public sealed class ChangePointsTests : IDisposable
{
    private const string Header = "video,first,last\n", Overlap = "a shot overlaps the one before it, or is out of order: ",
        Form = "must have the form { \"video\": [[first, last], …], … }, with whole frame numbers.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shots.csv", "video,first,last\na,0,59\nb,0,9\na,60,99\n")]
    [InlineData("shots.tsv", "Video\tfirst\tlast\r\na\t0\t59\r\n\r\na\t60\t99\r\nb\t0\t9\r\n")]
    [InlineData("shots.csv", "frame rate;25\n\"video\";last;first\na;59;0\na;99;60\nb;9;0\n")]
    [InlineData("shots.json", "{ \"a\": [[0, 59], [60, 99]], \"b\": [[0, 9]] }")]
    [InlineData("shots.JSON", "\uFEFF{\"a\":[\n[0,59],\n[60,99]],\n\"b\":[[0,9]]}\n")]
    public void Shots_are_read_from_tables_and_JSON(string name, string text)
    {
        var points = ChangePoints.Read(Write(name, text));

        points.Videos.Should().Equal("a", "b");
        points.ShotLengths(Video("a", 100)).Should().Equal(60, 40);
        points.ShotLengths(Video("b", 10)).Should().Equal(10);
    }

    [Theory]
    [InlineData("shots.csv", Header + "a,0,59\na,59,99\n", "(3): " + Overlap + "59 to 99 of a; it must start with frame 60.")]
    [InlineData("shots.csv", Header + "a,0,59\na,70,99\n", "(3): there is a gap before the shot 70 to 99 of a; it must start with frame 60.")]
    [InlineData("shots.csv", Header + "a,1,59\n", "(2): the first shot 1 to 59 of a; it must start with frame 0.")]
    [InlineData("shots.csv", Header + "a,0,-1\n", "(2): the shot 0 to -1 of a ends before it starts.")]
    [InlineData("shots.json", "{ \"\\ud800\": [[0, 9]] }", ": is not valid JSON: the name of a video is not a text *")]
    [InlineData("shots.csv", Header + "a,0,x\n", "(2): last 'x' is not an integer.")]
    [InlineData("shots.csv", Header, ": has no shots.")]
    [InlineData("shots.csv", "name,from,to\na,0,9\n", "(1): has no column 'video'; its columns are: name*")]
    [InlineData("shots.json", "{\"a\": [[0, 59],\n[50, 99]]}", "(2): " + Overlap + "50 to 99 of a; it must start with frame 60.")]
    [InlineData("shots.json", "{\n \"a\": [[0, 5.5]] }", "(2): " + Form)]
    [InlineData("shots.json", "[1]", "(1): " + Form)]
    [InlineData("shots.json", "{ \"a\": [[0, 1, 2]] }", "(1): " + Form)]
    [InlineData("shots.json", "{ \"a\": [[0, 1]\n", "(2): is not valid JSON: *")]
    [InlineData("shots.json", "", "(1): is not valid JSON: *")]
    [InlineData("shots.json", "{}", ": has no shots.")]
    public void Errors_name_the_line(string name, string text, string message)
    {
        var path = Write(name, text);

        FluentActions.Invoking(() => ChangePoints.Read(path)).Should().Throw<DatasetException>().WithMessage(path + message);
    }

    [Fact]
    public void The_shots_must_fit_the_video()
    {
        var path = Write("shots.csv", Header + "a,0,59\na,60,99\n");
        var points = ChangePoints.Read(path);

        FluentActions.Invoking(() => points.ShotLengths(Video("a", 98))).Should().Throw<DatasetException>()
            .WithMessage(path + "(3): the last shot of a ends with frame 99, but 98 frames are annotated: it must end with 97.");
        FluentActions.Invoking(() => points.ShotLengths(Video("c", 98))).Should().Throw<DatasetException>()
            .WithMessage(path + ": has no shots of c; the videos with shots are: a.");
        FluentActions.Invoking(() => ChangePoints.Read(_folder.File("none.json"))).Should().Throw<DatasetException>().WithMessage("*cannot be read*");
        FluentActions.Invoking(() => ChangePoints.Read(_folder.File("none.csv"))).Should().Throw<DatasetException>().WithMessage("*cannot be read*");
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static AnnotatedVideo Video(string id, int frames) => new(id, AnnotationKind.Scores, [new float[frames]]);
}

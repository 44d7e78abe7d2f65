using ExportFeatures;
using Mmva.Data;
using Mmva.TestSupport;
using Mmva.Training;
using ParquetSharp;

namespace Mmva.Compact.Tests.Samples;

/// <summary>The Parquet files are read by Apache Arrow's library, those of the sample are written by another.</summary>
public sealed class ExportFeaturesTests : IDisposable
{
    private const string License = "https://example.org/license";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1, 512)]
    [InlineData(1, 1, 512)]
    [InlineData(450, 13, 768)] // three row groups
    public async Task Arrow_reads_the_rows_and_their_features(int count, int layers, int width)
    {
        RatedItem[] some =
        [
            new("a", "songs/a.mp3", new(0.25f, 0.75f), "set/1"),
            new("ключ", "a \"quoted\" text,\nin two lines 🎵", new(0, 1), "set/2"),
            new("a", "", new(float.NaN, 0.5f), ""),
            new("NA", "null", new(float.NaN, float.NaN), "set/2"),
        ];
        var random = new RandomSource(1);
        var values = new float[count * layers * width];
        for (var i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        RatedItem[] items = [.. Enumerable.Range(0, count).Select(i => some[i % some.Length])];
        var set = FeatureSet.Of(new("made-up", layers, width, "MIT", "here", "1"), new(count, layers, width, values), items);

        await new FeatureExport(set).WriteAsync(_folder.Path, formats: [new ParquetFormat()]);

        using var file = new ParquetFileReader(_folder.File("features.parquet"));
        file.FileMetaData.NumRows.Should().Be(count);
        file.FileMetaData.KeyValueMetadata["shape"].Should().Be($"[{layers}, {width}]");
        Read<int>(file, 0).Should().Equal(Enumerable.Range(0, count));
        Read<string>(file, 1).Should().Equal(items.Select(item => item.Id));
        Read<string>(file, 2).Should().Equal(items.Select(item => item.Content));
        Read<string?>(file, 3).Should().Equal(items.Select(item => item.Group.Length > 0 ? item.Group : null));
        Read<float?>(file, 4).Should().Equal(items.Select(item => Known(item.Emotion.Valence)));
        Read<float?>(file, 5).Should().Equal(items.Select(item => Known(item.Emotion.Arousal)));
        var features = Read<float[]>(file, 6);
        features.SelectMany(row => row).Should().Equal(values);
        features.All(row => row.Length == layers * width).Should().BeTrue();

        static float? Known(float value) => float.IsNaN(value) ? null : value;
    }

    [Fact]
    public async Task A_manifest_is_exported_with_all_its_kinds_and_then_from_the_cache_alone()
    {
        var picture = Demo.Picture(_folder.Path, "a picture.png");
        Demo.Sound(_folder.Path, "tone.wav");
        _folder.Write("damaged.wav", "no sound");
        _folder.Write("mine.csv", """
            path,valence,arousal,group,caption,id
            a picture.png,1,9,g1,,p
            tone.wav,5,5,g2,"a tone, in
            two lines",t
            damaged.wav,2,3,g2,,d
            """);

        var (exitCode, output, errors) = await SampleProgram.RunAsync(
            "ExportFeatures", _folder.Path, "--manifest", "mine.csv", "--minimum", "1", "--maximum", "9", "--license", License);

        exitCode.Should().Be(1, "a file is damaged");
        errors.Should().Contain("damaged.wav").And.Contain("croissant.json has no creator, url").And.Contain("--creator, --url");
        output.Should().Contain("image: 1 rows of 1 × 3584").And.Contain("music: 1 rows").And.Contain("caption: 1 rows");
        File.ReadAllText(_folder.File("export/image/items.csv")).Should().Contain("0,p,a picture.png,mine/g1,0,1");
        File.ReadAllText(_folder.File("export/caption/items.csv")).Should().Contain("0,t,\"a tone, in\ntwo lines\",mine/g2,0.5,0.5");
        File.ReadAllText(_folder.File("export/music/croissant.json")).Should().Contain("\"features.parquet\"").And.Contain(License);

        (exitCode, output, _) = await SampleProgram.RunAsync("ExportFeatures", _folder.Path, "--cached", "--out", "again");

        exitCode.Should().Be(0);
        output.Should().Contain("image: 1 rows").And.Contain("music: 1 rows").And.Contain("caption: 1 rows");
        File.ReadAllText(_folder.File("again/image/items.csv")).Should().Contain(Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_folder.File(picture)))));
        Tensors("again/image").Should().Equal(Tensors("export/image"));
    }

    [Fact]
    public async Task Sources_exclude_each_other()
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("ExportFeatures", _folder.Path, "--cached", "--data", ".");

        exitCode.Should().Be(2);
        errors.Should().Contain("Give one of --manifest, --data, --data-sets and --cached.");
    }

    private float[] Tensors(string folder)
    {
        using var file = WeightFiles.SafetensorsFile.Open(_folder.File($"{folder}/features.safetensors"));
        return file["features"].ToFloats();
    }

    private static List<T> Read<T>(ParquetFileReader file, int column)
    {
        var values = new List<T>();
        for (var group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using var rows = file.RowGroup(group);
            using var reader = rows.Column(column).LogicalReader<T>();
            values.AddRange(reader.ReadAll((int)rows.MetaData.NumRows));
        }
        return values;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Mmva.TestSupport;
using Mmva.Training;
using Mmva.WeightFiles;

namespace Mmva.Data.Tests.Features.Export;

public sealed class FeatureExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static RatedItem[] Items { get; } =
    [
        new("a", "songs/a.mp3", new(0.25f, 0.75f), "set/1"),
        new("ключ", "a \"quoted\" text,\nin two lines; ünïcode 🎵", new(0, 1), "set/2"),
        new("a", " spaces ", new(float.NaN, 0.5f), ""),
        new("d", "", new(float.NaN, float.NaN), "set/2"),
    ];

    [Theory]
    [InlineData(1, 512)]
    [InlineData(13, 768)]
    public async Task Tensors_table_and_description_say_the_same(int layers, int width)
    {
        var export = new FeatureExport(Set(layers, width));
        var reports = new List<ExportProgress>();

        var paths = await export.WriteAsync(_folder.Path, Described(), progress: new Reports(reports));

        paths.Select(Path.GetFileName).Should().Equal("features.safetensors", "items.csv", "croissant.json");
        using (var file = SafetensorsFile.Open(paths[0]))
        {
            file["features"].Shape.Should().Equal(4, layers, width);
            file["features"].ToFloats().Should().Equal(export.Set.Features.Values.ToArray());
            file["emotions"].ToFloats().Should().Equal(0.25f, 0.75f, 0, 1, float.NaN, 0.5f, float.NaN, float.NaN);
            file.Metadata["shape"].Should().Be($"[{layers}, {width}]");
            file.Metadata["items"].Should().Be("items.csv");
        }
        File.ReadAllText(paths[1]).Should().Be(
            "row,id,content,group,valence,arousal\r\n"
            + "0,a,songs/a.mp3,set/1,0.25,0.75\r\n"
            + "1,ключ,\"a \"\"quoted\"\" text,\nin two lines; ünïcode 🎵\",set/2,0,1\r\n"
            + "2,a,\" spaces \",,,0.5\r\n"
            + "3,d,,set/2,,\r\n");
        reports[^1].Should().Be(new ExportProgress("items.csv", 4, 4));
        Directory.GetFiles(_folder.Path).Should().HaveCount(3, "no temporary file is left");
    }

    [Fact]
    public async Task The_description_has_what_croissant_requires()
    {
        await new FeatureExport(Set(2, 3)).WriteAsync(_folder.Path, Described());

        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("croissant.json")));
        var root = json.RootElement;
        root.GetProperty("@type").GetString().Should().Be("sc:Dataset");
        root.GetProperty("conformsTo").GetString().Should().Be("http://mlcommons.org/croissant/1.1");
        foreach (var required in new[] { "@context", "name", "description", "license", "url", "creator", "datePublished", "distribution" })
            root.TryGetProperty(required, out _).Should().BeTrue("{0} is required", required);
        root.GetProperty("datePublished").GetString().Should().Be("2026-01-31");
        root.GetProperty("name").GetString().Should().Be("Größe \"1\"");

        // every term that is not one of schema.org's is in the context
        var context = root.GetProperty("@context");
        foreach (var term in new[] { "conformsTo", "recordSet", "field", "key", "dataType", "source", "fileObject", "extract", "column" })
            context.TryGetProperty(term, out _).Should().BeTrue("{0} is not a term of schema.org", term);

        var files = root.GetProperty("distribution").EnumerateArray().ToList();
        files.Select(file => file.GetProperty("@id").GetString()).Should().Equal("features.safetensors", "items.csv");
        foreach (var file in files)
        {
            file.GetProperty("@type").GetString().Should().Be("cr:FileObject");
            var bytes = File.ReadAllBytes(_folder.File(file.GetProperty("contentUrl").GetString()!));
            file.GetProperty("sha256").GetString().Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            file.GetProperty("contentSize").GetString().Should().Be($"{bytes.Length} B");
            file.GetProperty("encodingFormat").GetString().Should().NotBeEmpty();
        }

        var records = root.GetProperty("recordSet").EnumerateArray().Should().ContainSingle().Subject;
        var fields = records.GetProperty("field").EnumerateArray().ToList();
        var header = File.ReadLines(_folder.File("items.csv")).First().Split(',');
        fields.Select(Column).Should().Equal(header);
        fields.Select(field => field.GetProperty("@id").GetString()).Should().Equal(header.Select(column => "items/" + column));
        records.GetProperty("key").GetProperty("@id").GetString().Should().Be("items/row", "ids can occur twice");
        foreach (var field in fields)
        {
            field.GetProperty("dataType").GetString().Should().BeOneOf("sc:Integer", "sc:Text", "sc:Float");
            field.GetProperty("source").GetProperty("fileObject").GetProperty("@id").GetString().Should().Be("items.csv");
        }

        static string? Column(JsonElement field) => field.GetProperty("source").GetProperty("extract").GetProperty("column").GetString();
    }

    [Fact]
    public async Task What_is_not_known_is_not_made_up()
    {
        var description = new DatasetDescription { License = "my own license" };
        description.Missing.Should().Equal("creator", "url", "datePublished");
        Described().Missing.Should().BeEmpty();

        await new FeatureExport(Set(1, 2)).WriteAsync(_folder.Path, description);

        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("croissant.json")));
        foreach (var missing in description.Missing) json.RootElement.TryGetProperty(missing, out _).Should().BeFalse();
        json.RootElement.GetProperty("license").GetProperty("@type").GetString().Should().Be("sc:CreativeWork", "it is not an address");
        json.RootElement.GetProperty("license").GetProperty("name").GetString().Should().Be("my own license");
    }

    [Fact]
    public async Task An_empty_set_has_empty_files()
    {
        await new FeatureExport(FeatureSet.Of(Encoder(13, 768), new(0, 13, 768, Array.Empty<float>()), [])).WriteAsync(_folder.Path);

        using var file = SafetensorsFile.Open(_folder.File("features.safetensors"));
        file["features"].Shape.Should().Equal(0, 13, 768);
        File.ReadAllLines(_folder.File("items.csv")).Should().ContainSingle();
    }

    [Fact]
    public async Task Everything_in_a_cache_can_be_exported_with_ratings_or_without()
    {
        var cache = new FeatureCache(new() { Folder = _folder.File("cache") });
        var encoder = new LengthEncoder();
        using (var set = await cache.EncodeAsync(encoder, [FeatureInput.Text("bb", Items[0]), FeatureInput.Text("a"), FeatureInput.Text("bb")]))
        {
            var rows = new FeatureExport(set.Take([2, 0]));
            (rows[0].Id, rows[0].Valence, rows[1].Id, rows[1].Valence).Should().Be(("bb", null, "a", 0.25f));
        }

        using var all = cache.Open(encoder.Metadata);
        var export = new FeatureExport(all);
        await export.WriteAsync(_folder.File("out"));

        export.Count.Should().Be(2);
        var hashes = new[] { "a"u8.ToArray(), "bb"u8.ToArray() }.Select(text => Convert.ToHexStringLower(SHA256.HashData(text)));
        new[] { export[0].Id, export[1].Id }.Should().Equal(hashes.Order(StringComparer.Ordinal));
        File.ReadAllText(_folder.File("out/items.csv")).Should().Contain($"0,{export[0].Id},{export[0].Id},,,\r\n");
        all.Invoking(set => set.Items).Should().Throw<InvalidOperationException>();
        using var empty = cache.Open(Encoder(3, 3));
        empty.Count.Should().Be(0);
    }

    [Theory]
    [InlineData("features.safetensors", true)]
    [InlineData("items.csv", false)]
    public async Task A_canceled_export_leaves_whole_files_and_no_description_of_others(string canceledAt, bool isDescribed)
    {
        var export = new FeatureExport(Set(13, 768, count: 700));
        await export.WriteAsync(_folder.Path);
        using var cancellation = new CancellationTokenSource();

        var act = () => export.WriteAsync(_folder.Path, progress: new Cancel(cancellation, canceledAt), cancellationToken: cancellation.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        var left = Directory.GetFiles(_folder.Path).Select(Path.GetFileName);
        left.Should().BeEquivalentTo(["features.safetensors", "items.csv", .. isDescribed ? ["croissant.json"] : Array.Empty<string>()]);
        using var file = SafetensorsFile.Open(_folder.File("features.safetensors"));
        file["features"].Count.Should().Be(700 * 13 * 768, "the file is whole");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var file = _folder.Write("file", "");

        var act = () => new FeatureExport(Set(1, 1)).WriteAsync(file);

        await act.Should().ThrowAsync<MmvaException>().WithMessage($"{file}: *");
    }

    [SkippableFact]
    public async Task Python_reads_the_tensors_and_the_table()
    {
        const string Script = """
            import csv, json, struct, sys
            import numpy
            data = open(sys.argv[1] + "/features.safetensors", "rb").read()
            size, = struct.unpack("<Q", data[:8])
            header = json.loads(data[8:8 + size])
            def tensor(name):
                begin, end = header[name]["data_offsets"]
                assert header[name]["dtype"] == "F32"
                return numpy.frombuffer(data[8 + size + begin:8 + size + end], "<f4").reshape(header[name]["shape"])
            assert len(data) == 8 + size + header["features"]["data_offsets"][1]
            features, emotions = tensor("features"), tensor("emotions")
            rows = list(csv.DictReader(open(sys.argv[1] + "/" + header["__metadata__"]["items"], newline="", encoding="utf-8")))
            print(features.shape, repr(float(features.astype("f8").sum())), int(numpy.isnan(emotions).sum()))
            print(json.dumps([rows[1]["id"], rows[1]["content"], rows[2]["content"], rows[2]["valence"]]))
            """;
        const string Python = "/usr/bin/python3";
        Skip.IfNot(File.Exists(Python) && Run(Python, "-c", "import numpy").ExitCode == 0, "There is no Python with numpy.");
        var set = Set(13, 768);
        await new FeatureExport(set).WriteAsync(_folder.Path);

        var (exitCode, output) = Run(Python, "-c", Script, _folder.Path);

        exitCode.Should().Be(0, output);
        var lines = output.Split('\n');
        lines[0].Should().StartWith("(4, 13, 768) ").And.EndWith(" 3");
        double.Parse(lines[0].Split(' ')[^2], CultureInfo.InvariantCulture).Should()
            .BeApproximately(set.Features.Values.ToArray().Sum(value => (double)value), 1e-6);
        JsonSerializer.Deserialize<string[]>(lines[1]).Should().Equal("ключ", Items[1].Content, " spaces ", "");
    }

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors);
    }

    private static DatasetDescription Described() => new()
    {
        Name = "Größe \"1\"", License = "https://creativecommons.org/licenses/by/4.0/", Creator = "Someone", Url = new("https://example.org/data"),
        DatePublished = new(2026, 1, 31),
    };

    private static FeatureSet Set(int layers, int width, int count = 4)
    {
        var random = new RandomSource(1);
        var values = new float[count * layers * width];
        for (var i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        return FeatureSet.Of(
            Encoder(layers, width), new(count, layers, width, values), [.. Enumerable.Range(0, count).Select(i => Items[i % Items.Length])]);
    }

    private static EncoderMetadata Encoder(int layers, int width) => new("made-up", layers, width, "MIT", "here", $"{layers} {width}");

    private sealed class LengthEncoder : IModalityEncoder<string>
    {
        public EncoderMetadata Metadata { get; } = Encoder(1, 2);

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FeatureBatch(inputs.Count, 1, 2, inputs.SelectMany(input => new float[] { input.Length, 1 }).ToArray()));
    }

    private sealed class Reports(List<ExportProgress> reports) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => reports.Add(value);
    }

    private sealed class Cancel(CancellationTokenSource cancellation, string file) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value)
        {
            if (value.File == file) cancellation.Cancel();
        }
    }
}

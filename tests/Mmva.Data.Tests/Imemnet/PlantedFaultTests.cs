using System.Text;
using System.Text.RegularExpressions;

namespace Mmva.Data.Tests;

/// <summary>Faults planted in a small made-up copy of the four sources: each is an error with file, line and column, or a listed problem.</summary>
public sealed class PlantedFaultTests : IDisposable
{
    private const string Iaps = "iaps/AllSubjects_1-20.txt", Naps = "naps/NAPS.csv", Emotic = "emotic/train.csv";
    private const string Valence = SmallSources.Dynamic + "valence.csv", Arousal = SmallSources.Dynamic + "arousal.csv";
    private const string LowSongs =
        "deam/annotations/annotations averaged per song/song_level/static_annotations_averaged_songs_1_2000.csv";

    private readonly SmallSources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Theory]
    // decimal commas that are not quoted move what follows them
    [InlineData(Naps, "^Animals_003_h,.*$", "Animals_003_h,5,3,4,2", "*NAPS.csv(5): has 5 fields, but the table has 3 columns; decimals*")]
    [InlineData(Valence, "^2003,([^,]*),", "2003,0,1,", "*valence.csv(4): has 63 fields, but the table has 62 columns*")]
    [InlineData(Emotic, "^frame_3.jpg,", "frame_3.jpg,5,5,", "*train.csv(5): has 6 fields, but the table has 4 columns*")]
    [InlineData(Naps, "^Animals_003_h,.*$", "Animals_003_h,\"5,5\",3", "*NAPS.csv(5): valence '5,5' is not a number; decimals*")]
    [InlineData(SmallSources.Static, "^2003, .*$", "2003,\"5,5\",3", "*2058.csv(4): valence_mean '5,5' is not a number*")]
    // doubled ids
    [InlineData(Iaps, "^thing\t1003\t", "thing\t1002\t", "*20.txt(7): 1002 is rated twice, also in line 6.")]
    [InlineData(Naps, "^Animals_003_h", "Animals_002_h", "*NAPS.csv(5): Animals_002_h is rated twice, also in line 4.")]
    [InlineData(Arousal, "^2003", "2002", "*arousal.csv(4): 2002 is rated twice, also in line 3.")]
    [InlineData(SmallSources.Static, "^2003", "2002", "*2058.csv(4): song 2002 is rated twice.")]
    // empty cells
    [InlineData(Iaps, "^thing\t1003\t[^\t]*\t", "thing\t1003\t\t", "*20.txt(7): valmn is empty*")]
    [InlineData(Naps, "^Animals_003_h,", "Animals_003_h,,", "*NAPS.csv(5): valence is empty*")]
    [InlineData(Naps, "^Animals_003_h", "", "*NAPS.csv(5): ID is empty*")]
    [InlineData(Emotic, "^frame_3.jpg,", "frame_3.jpg,,", "*train.csv(5): Valence is empty*")]
    [InlineData(Valence, "^2003,([^,]*),[^,]*,", "2003,$1,,", "*valence.csv(4): column 3 is empty, but column 4 is not.")]
    // ratings off the scale
    [InlineData(Iaps, "^thing\t1003\t[^\t]*\t", "thing\t1003\t0.99\t", "*20.txt(7): valmn 0.99 is outside the scale from 1 to 9*")]
    [InlineData(Naps, "^Animals_003_h,.*$", "Animals_003_h,5,55", "*NAPS.csv(5): arousal 55 is outside the scale*")]
    [InlineData(Emotic, "^frame_3.jpg,[^,]*,", "frame_3.jpg,11,", "*train.csv(5): Valence 11 is outside the scale*")]
    [InlineData(Valence, "^2003,[^,]*,", "2003,5.2,", "*valence.csv(4): column 2 5.2 is outside the scale from -1 to 1*")]
    [InlineData(SmallSources.Static, "^2003, [^,]*,", "2003, NaN,", "*2058.csv(4): valence_mean NaN is outside the scale*")]
    // columns
    [InlineData(Naps, "^ID,valence,arousal", "ID,valence,valence,arousal", "*NAPS.csv(1): has several columns 'valence'.")]
    [InlineData(Emotic, "^Filename,Valence,Arousal", "Filename,Valence,Energy", "*train.csv(1): has no column 'Arousal'; its columns are*")]
    [InlineData(Valence, "^song_id,", "", "*valence.csv(2): has 62 fields, but the table has 61 columns*")]
    [InlineData(Arousal, "^2003,.*\n", "", "*arousal.csv: has no row for song 2003, which valence.csv has.")]
    [InlineData(SmallSources.Static, "^2003", "2003a", "*2058.csv(4): song_id '2003a' is not an integer.")]
    public void A_fault_in_a_table_names_file_line_and_column(string file, string pattern, string replacement, string error)
    {
        _sources.Edit(file, text => Regex.Replace(text, pattern, replacement, RegexOptions.Multiline));

        var read = () => _sources.Chain();


        read.Should().Throw<DatasetException>().WithMessage(error);
    }

    [Theory]
    [InlineData("BOM")]
    [InlineData("bare CR")]
    [InlineData("CRLF and blank lines")]
    [InlineData("semicolons and decimal commas")]
    public async Task Tables_in_another_form_give_the_same_data_set(string form)
    {
        var before = await _sources.Chain().BuildAsync();
        foreach (var file in new[] { Iaps, Naps, Emotic, Valence, Arousal, SmallSources.Static })
        {
            var text = File.ReadAllText(_sources.Path(file));
            _sources.Write(file, form switch
            {
                "BOM" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
                "bare CR" => Encoding.UTF8.GetBytes(text.Replace('\n', '\r')),
                "CRLF and blank lines" => Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n\r\n")),
                _ => Encoding.UTF8.GetBytes(text.Replace('\t', ';').Replace(',', ';').Replace("; ", ";").Replace(".", ",").Replace(",jpg", ".jpg")),
            });
        }

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Problems.Should().BeEmpty();
        dataset.Images.Should().Equal(before.Images);
        dataset.Clips.Should().Equal(before.Clips);
        dataset.Pairs.Should().Equal(before.Pairs);
    }

    [Fact]
    public async Task Missing_and_empty_files_are_listed_one_by_one()
    {
        File.Delete(_sources.Path("iaps/images/1004.jpg"));
        File.Delete(_sources.Path("emotic/images/frame_4.jpg"));
        _sources.Write("naps/Animals_004_h.jpg", "");
        File.Delete(_sources.Path("deam/audio/2002.wav"));
        _sources.Write("deam/audio/2003.wav", "");

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Problems.Should().SatisfyRespectively(
            p => p.Should().EndWith("1004.jpg: the image 1004 does not exist; it is left out."),
            p => p.Should().EndWith("Animals_004_h.jpg: the image Animals_004_h is empty; it is left out."),
            p => p.Should().EndWith("frame_4.jpg: the image frame_4 does not exist; it is left out."),
            p => p.Should().Contain("the audio of song 2002 does not exist"),
            p => p.Should().Contain("the audio of song 2003 is empty"));
        dataset.Images.Should().HaveCount(33);
        dataset.Clips.Should().HaveCount(44);
        dataset.Counts.Single(c => c.Name == "IAPS images").Count.Should().Be(12, "rows of tables are counted, with or without an image");
        dataset.Counts.Single(c => c.Name == "images").Difference.Should().Be(33 - 25_620);
    }

    [Fact]
    public async Task Images_of_one_name_in_two_folders_are_not_mixed()
    {
        _sources.Write("emotic/val.csv", "Filename,Folder,Valence,Arousal\nframe_1.jpg,other,10,10\n");
        _sources.Write("emotic/other/frame_1.jpg", "y");
        var before = Datasets.Emotic(_sources.Path("emotic"), "train");

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Problems.Should().ContainSingle().Which.Should()
            .Contain("the image frame_1 exists in several sources or folders; the first is used.");
        Datasets.Emotic(_sources.Path("emotic")).Take(12).Should().Equal(before);
    }

    [Theory]
    [InlineData(true, "1 to 6")]
    [InlineData(false, "2001 to 2006")]
    public async Task A_part_of_the_songs_with_swapped_columns_is_noticed(bool low, string songs)
    {
        // twelve songs, of which the first six have ids below the published swap: their table is written as published, or corrected before
        foreach (var file in new[] { Valence, Arousal })
            _sources.Edit(file, text => text + string.Concat(text.Split('\n')[1..7].Select(row => row[3..] + "\n")));
        foreach (var song in Enumerable.Range(1, 6)) File.Copy(_sources.Path("deam/audio/2001.wav"), _sources.Path($"deam/audio/{song}.wav"));
        var table = Regex.Replace(File.ReadAllText(_sources.Path(SmallSources.Static)), "^200", "", RegexOptions.Multiline);
        _sources.Write(LowSongs, low ? table : table.Replace("valence_mean, arousal_mean", "arousal_mean, valence_mean"));
        if (!low) _sources.Edit(SmallSources.Static, text => text.Replace("valence_mean, arousal_mean", "arousal_mean, valence_mean"));

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Problems.Should().ContainSingle().Which.Should().StartWith($"Valence and arousal look swapped in a table of 6 songs ({songs})");
    }

    [Fact]
    public async Task Songs_of_different_lengths_in_both_tables_and_songs_without_a_clip_are_listed()
    {
        _sources.Edit(Valence, text => Regex.Replace(text, "^2002(,[^,\n]*){3}", "2002", RegexOptions.Multiline));
        _sources.Edit(Arousal, text => Regex.Replace(text, "^(2004(,[^,\n]*){2}).*$", "$1", RegexOptions.Multiline));

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Problems.Should().SatisfyRespectively(
            p => p.Should().Contain("song 2002 has 3 ratings of valence without arousal or the other way round"),
            p => p.Should().Contain("song 2004 has 59 ratings of valence without arousal"),
            p => p.Should().Contain("song 2004 has 2 ratings, too few for a clip"));
        dataset.Clips.Should().NotContain(c => c.Item.Group == "deam/2004");
    }

    [Fact]
    public async Task Audio_that_ends_before_its_ratings_is_listed_by_clip()
    {
        _sources.Write("deam/audio/2002.wav", WavFile.Encode(new(new float[2800], 100)));

        var dataset = await _sources.Chain().Caption(new CutCaptioner()).BuildAsync();

        dataset.Problems.Should().HaveCount(8).And.OnlyContain(p => p.Contains("2002.wav: the clip 2002-") && p.Contains("lasts 28.0 s; the clip"));
        dataset.Clips.Where(c => c.Item.Group == "deam/2002").Select(c => c.Item.Id).Should().Equal("2002-9", "2002-10", "2002-11");
    }

    [Fact]
    public async Task Captions_that_are_missing_doubled_or_of_other_clips_are_named()
    {
        _sources.Write("captions.csv", "id,caption\n" + string.Concat(Enumerable.Range(2001, 6).SelectMany(song =>
            Enumerable.Range(9, 11).Where(n => (song, n) != (2003, 10)).Select(n => $"{song}-{n},\"A piano, and drums.\"\n"))) + "2001-8,A.\n");

        var dataset = await _sources.Chain().Caption(CaptionTable.Read(_sources.Path("captions.csv"))).BuildAsync();

        dataset.Problems.Should().SatisfyRespectively(
            p => p.Should().Be("1 of 66 captions belong to no clip, that of 2001-8 for example."),
            p => p.Should().Contain("the clip 2003-10 has no caption"));
        dataset.Clips.Should().HaveCount(65);

        foreach (var (rows, error) in new[]
        {
            ("2001-9,A.\n2001-9,B.\n", "*captions.csv(3): 2001-9 has two captions, also in line 2.*"),
            ("2001-9,\n", "*captions.csv(2): caption is empty*"),
            ("2001-9,A piano, and drums.\n", "*captions.csv(2): has 3 fields, but the table has 2 columns*"),
        })
        {
            _sources.Write("captions.csv", "id,caption\n" + rows);
            var read = () => CaptionTable.Read(_sources.Path("captions.csv"));
            read.Should().Throw<DatasetException>().WithMessage(error);
        }
    }

    private sealed class CutCaptioner : IMusicCaptioner
    {
        public async Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default) =>
            $"It lasts {(await clip.LoadAsync(new AudioDecoder(), cancellationToken)).Duration}.";
    }
}

using System.Text;
using Mmva.TestSupport;

namespace Mmva.Data.Tests;

/// <summary>Small tables with the errors of real and hostile files.</summary>
public sealed class DatasetTrapTests : IDisposable
{
    private const string RatedHeader = "id,kind,topic,valence_1,arousal_1,valence_2,arousal_2,text\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Any_line_end_and_blank_lines_are_read(string end)
    {
        _folder.Write("OASIS.csv", string.Join(end, ",Theme,Valence_mean,Arousal_mean", "I1,Dog 1,4,1", "I2,War 2 ,7,4", "", ""));

        Datasets.Oasis(_folder.Path).Select(i => (i.Id, i.Emotion, i.Group)).Should().Equal(
            ("Dog 1", new ValenceArousal(0.5f, 0), "oasis/dog"),
            ("War 2", new ValenceArousal(1, 0.5f), "oasis/war"));
    }

    [Fact]
    public void A_second_rating_of_a_recording_shares_its_group()
    {
        _folder.Write(
            "All_annotations.csv",
            "Id,Name,Arousal,Valence,EmoCat\n1,out_jazz.00002.wav,-10,10,e1\n2,out_jazz.00002 - Kopia.wav,0,0,e1\n"
            + "3,out_jazz.00058.wav,0,0,e1\n4,out_jazz.00036.wav,0,0,e1\n");

        var items = Datasets.Musemo(_folder.Path);

        items[0].Emotion.Should().Be(new ValenceArousal(1, 0));
        items[1].Group.Should().Be(items[0].Group);
        items[2].Group.Should().Be(items[3].Group).And.NotBe(items[0].Group);
    }

    [Fact]
    public void Deam_columns_are_swapped_up_to_song_1000_only()
    {
        var path = _folder.Write(
            "static.csv", "song_id, valence_mean, valence_std, arousal_mean, arousal_std\n   1000, 1 , 0, 9 , 0\n1001,1,0,9,0\n");

        var songs = Datasets.ReadDeamStatic(path);

        songs[1000].Should().Be(new ValenceArousal(1, 0));
        songs[1001].Should().Be(new ValenceArousal(0, 1));
    }

    [Fact]
    public void A_dynamic_series_ends_at_its_first_empty_field()
    {
        _folder.Write("annotations/valence_cont_average.csv", "song_id,sample_15000ms,sample_15500ms\n7,0,1\n9,-1,\n");
        _folder.Write("annotations/arousal_cont_average.csv", "song_id,sample_15500ms,sample_16000ms\n9,1,1\n7,-1,1\n");

        var songs = Datasets.DeamOverTime(_folder.Path);

        songs[0].Start.Should().Be(TimeSpan.FromSeconds(15.5));
        songs[0].Emotions.Should().Equal(new ValenceArousal(1, 0));
        songs[1].Emotions.Should().BeEmpty();
    }

    [Fact]
    public void Quotes_commas_and_newlines_belong_to_the_text()
    {
        _folder.Write("emobank.csv", "id,split,V,A,D,text\nd_1_2,train,3,3,3,\"He said \"\"no\"\",\nthen left.\"\nd_3_4,dev,1,5,3,null\n");

        var items = Datasets.EmoBank(_folder.Path);

        items.Select(i => i.Content).Should().Equal("He said \"no\",\nthen left.", "null");
        items.Select(i => i.Group).Should().Equal("emobank/d", "emobank/d");
        Datasets.EmoBank(_folder.Path, "dev").Should().ContainSingle();
    }

    [Fact]
    public void Musical_captions_of_one_video_share_a_group_and_others_stand_alone()
    {
        _folder.Write(
            "ratings.csv",
            RatedHeader + "mc--a-b--0,musiccaps,,0,1,0.5,0.5,\"calm, \"\"slow\"\"\"\nmc--a-b--10,musiccaps,,0,0,0,0,x\n"
            + "q-1-1,query,scene,1,1,1,0,rain\npr-1-2,prompt,,0,0,0,0,y\nqd-1,caption,,0,0,0,0,z\n");

        var captions = Datasets.MusicalCaptions(_folder.Path);

        captions.Select(c => c.Group).Should().Equal("musiccaps/-a-b-", "musiccaps/-a-b-", "query/q-1-1", "prompt/pr-1-2", "caption/qd-1");
        captions[0].ToRatedItem().Should().Be(new RatedItem("mc--a-b--0", "calm, \"slow\"", new(0.25f, 0.75f), "musiccaps/-a-b-"));
        (captions[2].Topic, captions[2].Emotion).Should().Be(("scene", new ValenceArousal(1, 0.5f)));
    }

    [Theory]
    [InlineData("q-1,poem,,0,0,0,0,x\n", 2, "kind 'poem' is not one of musiccaps, prompt, caption, query.")]
    [InlineData("q-1,Query,,0,0,0,0,x\n", 2, "kind 'Query' is not one of")]
    [InlineData("q-1,,,0,0,0,0,x\n", 2, "kind is empty")]
    [InlineData("q-1,query,,0,0,0,0,x\nq-2,query,,0,0,0,1.01,x\n", 3, "arousal_2 1.01 is outside the scale from 0 to 1.")]
    [InlineData("q-1,query,,0,0,0,0,x\nq-1,query,,0,0,0,0,y\n", 3, "q-1 is rated twice.")]
    [InlineData("q-1,query,,0,0,0,0,\n", 2, "text is empty")]
    [InlineData("mc-abc,musiccaps,,0,0,0,0,x\n", 2, "the id 'mc-abc' of a MusicCaps caption does not have the form mc-video-start.")]
    public void An_error_in_musical_captions_names_file_and_line(string rows, int line, string reason)
    {
        var path = _folder.Write("ratings.csv", RatedHeader + rows);

        Failure(() => Datasets.MusicalCaptions(_folder.Path)).Where(e => e.Path == path && e.Line == line).WithMessage($"*{reason}*");
    }

    [Fact]
    public void A_list_of_aspects_may_use_either_quote() =>
        Datasets.AspectsOf("['slow tempo', \"drum'n'bass\", '']").Should().Equal("slow tempo", "drum'n'bass");

    [Theory]
    [InlineData("word,valence,arousal\ngood,9,5\n\nbad,10,5\n", 4, "valence 10 is outside the scale from 1 to 9")]
    [InlineData("word,valence,arousal\n\"a\nb\",9,5\nbad,NaN,5\n", 4, "valence NaN is outside the scale")]
    [InlineData("word,valence,arousal\nbad,high,5\n", 2, "valence 'high' is not a number")]
    [InlineData("word,valence,arousal\nbad,5\n", 2, "arousal is empty; the row has 2 fields")]
    [InlineData("word,valence\nbad,5\n", 1, "has no column 'arousal'")]
    [InlineData("", 0, "is empty")]
    public void An_error_names_file_and_line(string table, int line, string reason)
    {
        var path = _folder.Write("warriner_va.csv", table);

        Failure(() => Datasets.Warriner(_folder.Path))
            .Where(e => e.Path == path && e.Line == line && e.Message.StartsWith(path)).WithMessage($"*{reason}*");
    }

    [Theory]
    [InlineData("../../secret.wav")]
    [InlineData("C:\\secret.wav")]
    [InlineData("..")]
    public void A_table_cannot_refer_to_files_outside_its_folder(string name)
    {
        _folder.Write("annotations.csv", $"file,raters,valence,arousal\n{name},30,0,0\n");

        Failure(() => Datasets.Vgmidi(_folder.Path)).WithMessage("*is not a plain file name*");
    }

    [Fact]
    public void A_missing_table_and_a_missing_quote_have_different_errors()
    {
        Failure(() => Datasets.Warriner(_folder.Path)).WithMessage("*cannot be read*");
        _folder.Write("warriner_va.csv", "word,valence,arousal\n\"" + new string('x', 3_000_000));

        Failure(() => Datasets.Warriner(_folder.Path)).WithMessage("*not a well-formed table*");
    }

    [Fact]
    public void Random_bytes_result_in_a_typed_error_or_rows()
    {
        var random = new Random(5);
        var valid = Encoding.UTF8.GetBytes("word,valence,arousal\n\"a, b\",5,5\nc,1,9\n");
        var path = Path.Combine(_folder.Path, "warriner_va.csv");
        for (var round = 0; round < 500; round++)
        {
            var bytes = (byte[])valid.Clone();
            for (var hit = random.Next(1, 6); hit > 0; hit--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes[..random.Next(bytes.Length + 1)]);
            try
            {
                Datasets.Warriner(_folder.Path).Should().NotContain(i => !(i.Emotion.Valence >= 0 && i.Emotion.Valence <= 1));
            }
            catch (DatasetException)
            {
            }
        }
    }

    [Fact]
    public void Tvsum_is_read_plain_and_compressed_and_errors_name_the_line()
    {
        const string rows = "a\tVT\t1,2,5\na\tVT\t3,3,3\nb\tVU\t4\n";
        _folder.Write("ydata-tvsum50-anno.tsv", rows);
        var videos = Datasets.TvSum(_folder.Path);
        videos.Select(v => (v.Id, v.FrameCount, v.Users.Count)).Should().Equal(("a", 3, 2), ("b", 1, 1));
        videos[0].Users[0].Should().Equal(1, 2, 5);

        _folder.Write("ydata-tvsum50-anno.tsv", rows + "a\tVT\t1,2\n");
        Failure(() => Datasets.TvSum(_folder.Path)).WithMessage("*(4): rates 2 frames of a, but an earlier user rated 3.");
        _folder.Write("ydata-tvsum50-anno.tsv", "a\tVT\t1,6\n");
        Failure(() => Datasets.TvSum(_folder.Path)).WithMessage("*(1): value 2 of column 3, '6', is not a number from 1 to 5.");

        File.Delete(Path.Combine(_folder.Path, "ydata-tvsum50-anno.tsv"));
        Failure(() => Datasets.TvSum(_folder.Path)).WithMessage("*ydata-tvsum50-anno.tsv.gz: cannot be read*");
        _folder.Write("ydata-tvsum50-anno.tsv.gz", "no gzip");
        Failure(() => Datasets.TvSum(_folder.Path)).WithMessage("*is damaged*");
    }

    [Fact]
    public void Summe_distinguishes_passages_from_marks()
    {
        _folder.Write("marks.csv", "0,1,0,0\n0,0,0,1\n");
        _folder.Write("passages.csv", "0,1,1,0\n0,0,0,0\n");
        Datasets.SumMe(_folder.Path).Select(v => (v.Id, v.Kind, v.FrameCount)).Should().Equal(
            ("marks", AnnotationKind.Marks, 4), ("passages", AnnotationKind.Summaries, 4));

        _folder.Write("marks.csv", "0,1,0\n0,0\n");
        Failure(() => Datasets.SumMe(_folder.Path)).WithMessage("*marks.csv(2): has 2 frames, but the first user has 3.");
        _folder.Write("marks.csv", "0,0.5\n");
        Failure(() => Datasets.SumMe(_folder.Path)).WithMessage("*0.5 is neither 0 nor 1.");
    }

    private static FluentAssertions.Specialized.ExceptionAssertions<DatasetException> Failure(Func<object> read) =>
        read.Should().Throw<DatasetException>();
}

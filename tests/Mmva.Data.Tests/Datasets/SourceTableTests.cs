using Mmva.TestSupport;

namespace Mmva.Data.Tests;

/// <summary>The tables of sets that cannot be had here, in their documented form, right and wrong.</summary>
public sealed class SourceTableTests : IDisposable
{
    private const string IapsText = "IAPS Technical Report\nAll subjects\n\n";
    private const string IapsHeader = "desc\tIAPS\tvalmn\tvalsd\taromn\tarosd\tdom1mn\tdom1sd\tset\n";
    private const string NapsHeader = "NAPS,,,Women,,,,,,Men,,,,,,All,,,,,\n,,,Valence,,Approach,,Arousal,,,,,,,,,,,,,\n"
        + "ID,Category,N,M,SD,M,SD,M,SD,M,SD,M,SD,M,SD,M,SD,M,SD,M,SD\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Iaps_is_read_below_its_lines_of_text_and_repeated_pictures_have_their_mean()
    {
        _folder.Write(
            "AllSubjects_1-20.txt",
            IapsText + IapsHeader + "Snake\t1050.0\t3\t2.15\t7\t1.68\t.\t.\t1\nBoy\t2055.1\t1\t1\t9\t1\t.\t.\t2\nSnake\t1050\t5\t2\t5\t1\t.\t.\t3\n");

        var images = Datasets.Iaps(_folder.Path);

        images.Select(i => (i.Id, i.Emotion, i.Group)).Should().Equal(
            ("1050", ValenceArousal.FromScale(4, 6, 1, 9), "iaps/1050"), ("2055.1", new ValenceArousal(0, 1), "iaps/2055.1"));
        images[0].Content.Should().Be(Path.Combine(_folder.Path, "images", "1050.jpg"));
        Datasets.Iaps(_folder.Path, EmotionNormalization.Observed).Select(i => i.Emotion).Should().Equal(
            new ValenceArousal(1, 0), new ValenceArousal(0, 1));
        Datasets.Iaps(_folder.Path, new(RatingRange.Of(1.31, 8.34), RatingRange.Nominal))[0].Emotion
            .DistanceTo(new((float)(2.69 / 7.03), 0.625f)).Should().BeLessThan(1e-6, "the dimensions have ranges of their own");
    }

    [Fact]
    public void Iaps_with_a_comma_decimal_names_file_line_and_column()
    {
        _folder.Write("AllSubjects_1-20.txt", IapsText + IapsHeader + "Snake\t1050\t3,46\t2.15\t6.87\t1.68\t.\t.\t1\n");

        var read = () => Datasets.Iaps(_folder.Path);

        read.Should().Throw<DatasetException>()
            .WithMessage("*AllSubjects_1-20.txt(5): valmn '3,46' is not a number; decimals are written with a point*");
    }

    [Fact]
    public void A_message_is_not_as_long_as_the_field_that_it_shows()
    {
        _folder.Write("AllSubjects_1-20.txt", $"IAPS\tvalmn\taromn\n1050\t{new string('4', 100_000)}x\t4\n");

        var read = () => Datasets.Iaps(_folder.Path);

        read.Should().Throw<DatasetException>().WithMessage("*AllSubjects_1-20.txt(2): valmn '444*4…")
            .Which.Message.Length.Should().BeLessThan(5000);
    }

    [Fact]
    public void Ratings_without_a_range_name_the_table()
    {
        _folder.Write("AllSubjects_1-20.txt", "IAPS\tvalmn\taromn\n1050\t4\t4\n1051\t4\t5\n");

        var read = () => Datasets.Iaps(_folder.Path, EmotionNormalization.Observed);

        read.Should().Throw<DatasetException>().WithMessage("*AllSubjects_1-20.txt: cannot be normalized: All ratings are 4: *");
    }

    [Fact]
    public void Columns_are_found_by_name_whatever_their_order()
    {
        _folder.Write("AllSubjects_1-20.txt", "aromn\tvalmn\tIQ\n9\t1\t1050\n");

        Datasets.Iaps(_folder.Path)[0].Emotion.Should().Be(new ValenceArousal(0, 1));
    }

    [Fact]
    public void Naps_has_the_ratings_of_all_raters()
    {
        _folder.Write("NAPS.csv", NapsHeader + "Animals_001_h,Animals,55,2,1,2,1,2,1,3,1,3,1,3,1,9,1,5,1,1,1\n");

        Datasets.Naps(_folder.Path).Should().ContainSingle().Which.Emotion.Should().Be(new ValenceArousal(1, 0));
    }

    [Fact]
    public void Naps_with_semicolons_and_decimal_commas_is_read()
    {
        _folder.Write("NAPS.csv", "ID;valence;arousal\nFaces_001_v;5,00;3,0\n");

        Datasets.Naps(_folder.Path)[0].Emotion.Should().Be(new ValenceArousal(0.5f, 0.25f));
    }

    [Fact]
    public void Naps_that_rates_an_image_twice_names_both_lines()
    {
        _folder.Write("NAPS.csv", "ID,valence,arousal\nA_1_h,5,3\nB_1_h,5,3\nA_1_h,5,3\n");

        var read = () => Datasets.Naps(_folder.Path);

        read.Should().Throw<DatasetException>().WithMessage("*NAPS.csv(4): A_1_h is rated twice, also in line 2.*");
    }

    [Fact]
    public void Naps_without_its_columns_says_which()
    {
        _folder.Write("NAPS.csv", "ID,V,A\nA_1_h,5,3\n");

        var read = () => Datasets.Naps(_folder.Path);

        read.Should().Throw<DatasetException>().WithMessage("*NAPS.csv(1): has no column 'M#7' or 'valence'; its columns are: ID, V, A.*");
    }

    [Fact]
    public void Emotic_images_have_the_mean_of_their_persons()
    {
        _folder.Write("train.csv", "Filename,Age,Valence,Arousal,Dominance\na.jpg,adult,1,10,5\na.jpg,kid,10,10,5\n");
        _folder.Write("val.csv", "Index,Folder,Filename,Continuous_Labels\n0,mscoco/images,b.jpg,\"[10.0, 1.0, 3.0]\"\n");
        _folder.Write("test.csv", "Filename,Valence,Arousal\na.jpg,10,1\n");

        Datasets.Emotic(_folder.Path).Select(i => (i.Id, i.Emotion)).Should().Equal(
            ("a", ValenceArousal.FromScale(7, 7, 1, 10)), ("b", new ValenceArousal(1, 0)));
        Datasets.Emotic(_folder.Path, "train").Should().ContainSingle().Which.Emotion.Should().Be(new ValenceArousal(0.5f, 1));
        Datasets.Emotic(_folder.Path, "val")[0].Content.Should().Be(Path.Combine(_folder.Path, "mscoco/images", "b.jpg"));
    }

    [Theory]
    [InlineData("Filename,Valence,Arousal\na.jpg,11,5\n", "(2): Valence 11 is outside the scale from 1 to 10*")]
    [InlineData("Filename,Valence,Arousal\n../a.jpg,5,5\n", "(2): Filename '../a.jpg' is not a plain file name*")]
    [InlineData("Filename,Folder,Valence,Arousal\na.jpg,../x,5,5\n", "(2): Folder '../x' leaves the data set*")]
    [InlineData("Filename,Continuous_Labels\na.jpg,\"[5.0]\"\n", "(2): Continuous_Labels '[[]5.0]' has no number from 1 to 10 at position 2*")]
    public void Emotic_with_a_fault_names_file_line_and_column(string table, string error)
    {
        _folder.Write("train.csv", table);

        var read = () => Datasets.Emotic(_folder.Path, "train");

        read.Should().Throw<DatasetException>().Which.Message.Should().Match("*train.csv" + error.Replace("[[]", "["));
    }

    [Fact]
    public void Deam_is_read_where_its_owners_put_it()
    {
        const string Averaged = "DEAM_Annotations/annotations/annotations averaged per song/";
        const string Header = "song_id, valence_mean, arousal_mean\n";
        _folder.Write(Averaged + "song_level/static_annotations_averaged_songs_1_2000.csv", Header + "7, 9, 1\n1001, 9, 1\n");
        _folder.Write(Averaged + "song_level/static_annotations_averaged_songs_2000_2058.csv", Header + "2001, 5, 5\n");
        _folder.Write(Averaged + "dynamic (per second annotations)/valence.csv", "song_id,sample_15000ms,sample_15500ms\n7,-1,-1\n2001,0,1\n");
        _folder.Write(Averaged + "dynamic (per second annotations)/arousal.csv", "song_id,sample_15000ms,sample_15500ms\n7,1,1\n2001,0,\n");
        _folder.Write("DEAM_audio/MEMD_audio/1001.mp3", "x");

        Datasets.Deam(_folder.Path).Should().ContainSingle().Which.Emotion.Should().Be(new ValenceArousal(1, 0));
        var songs = Datasets.DeamOverTime(_folder.Path);
        songs.Select(s => (s.Id, s.Emotion, s.Emotions.Count, s.Group)).Should().Equal(
            ("7", new ValenceArousal(0, 1), 2, "deam/7"), ("2001", new ValenceArousal(0.5f, 0.5f), 1, "deam/2001"));
        songs[0].Content.Should().EndWith("7.mp3");
    }

    [Theory]
    [InlineData("7,0\n8,0\n", "7,0\n", "*arousal.csv: has no row for song 8, which valence.csv has.*")]
    [InlineData("7,0\n", "7,0\n8,0\n", "*valence.csv: has no row for song 8, which arousal.csv has.*")]
    [InlineData("7,0\n7,0\n", "7,0\n", "*valence.csv(3): 7 is rated twice, also in line 2.*")]
    [InlineData("7,0\n", "7,1.5\n", "*arousal.csv(2): column 2 1.5 is outside the scale*")]
    public void Deam_over_time_with_a_fault_names_it(string valence, string arousal, string error)
    {
        _folder.Write("annotations/valence.csv", "song_id,sample_15000ms\n" + valence);
        _folder.Write("annotations/arousal.csv", "song_id,sample_15000ms\n" + arousal);

        var read = () => Datasets.DeamOverTime(_folder.Path);

        read.Should().Throw<DatasetException>().WithMessage(error);
    }

    [Fact]
    public void Pmemo_is_rated_as_a_whole_and_over_time()
    {
        _folder.Write("annotations/static_annotations.csv", "musicId,Arousal(mean),Valence(mean)\n1,0.4,0.575\n");
        _folder.Write("annotations/dynamic_annotations.csv", "musicId,frameTime,Arousal(mean),Valence(mean)\n1,15.0,0,1\n1,15.5,0.5,0.5\n4,15,0,0\n");
        _folder.Write("chorus/1.mp3", "x");

        Datasets.Pmemo(_folder.Path).Should().Equal(
            new RatedItem("1", Path.Combine(_folder.Path, "chorus", "1.mp3"), new(0.575f, 0.4f), "pmemo/1"));
        Datasets.PmemoOverTime(_folder.Path).Select(s => (s.Id, s.Start.TotalSeconds, s.Emotions.Count)).Should().Equal(("1", 15, 2), ("4", 15, 1));

        _folder.Write("annotations/dynamic_annotations.csv", "musicId,frameTime,Arousal(mean),Valence(mean)\n1,15.0,0,1\n1,17,0.5,0.5\n");
        var read = () => Datasets.PmemoOverTime(_folder.Path);
        read.Should().Throw<DatasetException>().WithMessage("*dynamic_annotations.csv(3): the time 17 of song 1 must be 15.5*");
    }

    [Fact]
    public void EmoMusic_splits_come_from_either_file()
    {
        _folder.Write("annotations/static_annotations.csv", "song_id,mean_arousal,std_arousal,mean_valence,std_valence\n10,1,0,9,0\n2,5,0,5,0\n");
        _folder.Write("annotations/songs_info.csv", "song_id,file_name,Mediaeval 2013 set\n2,x,\"\tdevelopment\"\n10,x,\"\tevaluation\"\n");
        _folder.Write("meta.json", """{"2": {"split": "train"}, "10": {"split": "test"}}""");

        Datasets.EmoMusic(_folder.Path).Select(s => s.Id).Should().Equal("2", "10");
        Datasets.EmoMusic(_folder.Path, "evaluation").Should().ContainSingle().Which.Emotion.Should().Be(new ValenceArousal(1, 0));
        Datasets.EmoMusic(_folder.Path, "train").Should().ContainSingle(s => s.Id == "2");
        var none = () => Datasets.EmoMusic(_folder.Path, "valid");
        none.Should().Throw<DatasetException>().WithMessage("*meta.json: has no songs of the split 'valid'.");
    }

    [Fact]
    public void Imemnet_c_music_has_captions()
    {
        _folder.Write("music_va.csv", ",wav,valence,arousal,caption\n0,725-16,0.671875,0.566878,\"The jazz song, with a vibraphone.\"\n");

        var clip = Datasets.ImemnetCMusic(_folder.Path).Should().ContainSingle().Subject;

        clip.Should().Be(new RatedItem("725-16", Path.Combine(_folder.Path, "music", "725-16.wav"), new(0.671875f, 0.566878f), "imemnet-c/725")
        {
            Caption = "The jazz song, with a vibraphone.",
        });
    }

    [Fact]
    public void A_manifest_is_a_table_or_json_lines()
    {
        _folder.Write("a.wav", "x");
        _folder.Write("b.wav", "x");
        var table = _folder.Write("mine.csv", "caption,arousal,valence,path,group\n\"slow, sad\",1,5,a.wav,one\n,3,3,b.wav,\n");
        var lines = _folder.Write(
            "mine.jsonl", """
            {"path": "a.wav", "valence": 5, "arousal": 1, "group": "one", "caption": "slow, sad"}

            {"path": "b.wav", "valence": 3, "arousal": 3, "mood": null}
            """);

        var items = Datasets.Manifest(table, 1, 5);

        items.Should().Equal(Datasets.Manifest(lines, 1, 5));
        items.Select(i => (i.Id, i.Emotion, i.Group, i.Caption)).Should().Equal(
            ("a.wav", new ValenceArousal(1, 0), "mine/one", "slow, sad"), ("b.wav", new ValenceArousal(0.5f, 0.5f), "mine/b.wav", null));
    }

    [Theory]
    [InlineData("m.csv", "path,valence,arousal\nx.wav,1,1\n", "*m.csv(2): path 'x.wav' does not exist.")]
    [InlineData("m.csv", "path,valence,arousal\na.wav,1,1\na.wav,1,1\n", "*m.csv(3): a.wav is rated twice, also in line 2.")]
    [InlineData("m.csv", "path,valence,arousal\na.wav,\"0,5\",1\n", "*m.csv(2): valence '0,5' is not a number; decimals*")]
    [InlineData("m.csv", "path,arousal\na.wav,1\n", "*m.csv(1): has no column 'valence'; its columns are: path, arousal.")]
    [InlineData("m.jsonl", "{\"path\": \"a.wav\", \"valence\": \"0,5\", \"arousal\": 1}", "*m.jsonl(1): valence is not a number from 0 to 1.")]
    [InlineData("m.jsonl", "\n{\"path\": \"a.wav\"", "*m.jsonl(2): is not valid JSON*")]
    [InlineData("m.jsonl", "{\"valence\": 1, \"arousal\": 1}", "*m.jsonl(1): path is missing or empty.")]
    [InlineData("m.jsonl", "{\"path\": \"\\ud800\", \"valence\": 1, \"arousal\": 1}", "*m.jsonl(1): is not valid JSON*")]
    [InlineData("m.jsonl", "[1]", "*m.jsonl(1): is not a JSON object.")]
    public void A_manifest_with_a_fault_names_file_line_and_column(string name, string text, string error)
    {
        _folder.Write("a.wav", "x");
        var path = _folder.Write(name, text);

        var read = () => Datasets.Manifest(path);

        read.Should().Throw<DatasetException>().WithMessage(error);
    }

    [Fact]
    public void Items_of_any_reader_are_normalized_again_set_by_set()
    {
        RatedItem[] items =
        [
            new("a", "a", new(0.2f, 0.5f), "one/a"), new("b", "b", new(0.6f, 0.25f), "one/b"), new("c", "c", new(0.1f, 0), "two/c"),
            new("d", "d", new(0.9f, 1), "two/d"),
        ];

        EmotionNormalization.Observed.Apply(items).Select(i => i.Emotion).Should().Equal(new(0, 1), new(1, 0), new(0, 0), new(1, 1));
        EmotionNormalization.Nominal.Apply(items).Should().Equal(items);
        var constant = () => EmotionNormalization.Observed.Apply(items[..1]);
        constant.Should().Throw<ArgumentException>().WithMessage("*they have no observed range*");
    }
}

using Mmva.TestSupport;

namespace Mmva.Data.Tests;

/// <summary>The published files: the numbers of items and groups, and rows that show that the pitfalls are handled.</summary>
public class RealDatasetTests
{
    [SkippableFact]
    public void Oasis()
    {
        var items = Datasets.Oasis(GoldenFiles.Data("oasis"));

        items.Should().HaveCount(713);
        Groups(items).Should().Be(209);
        items.Should().OnlyContain(i => File.Exists(i.Content));
        items[0].Should().Be(new RatedItem("Acorns 1", items[0].Content, ValenceArousal.FromScale(4.68627451, 2.346534653, 1, 7), "oasis/acorns"));
        items.Should().Contain(i => i.Id == "War 2", "its name ends in a space in the table");
        Datasets.Oasis(GoldenFiles.Data("oasis"), "Scenery").Should().HaveCount(182);
    }

    [SkippableFact]
    public void Musemo()
    {
        var items = Datasets.Musemo(GoldenFiles.Data("musemo"));

        items.Should().HaveCount(266).And.OnlyContain(i => File.Exists(i.Content));
        items[0].Emotion.Should().Be(ValenceArousal.FromScale(2.6, 5.8, -10, 10), "arousal is the first column");
        Groups(items).Should().Be(266 - 3 - 4, "three recordings are rated twice, four have two names");
    }

    [SkippableFact]
    public void Vgmidi()
    {
        var items = Datasets.Vgmidi(GoldenFiles.Data("vgmidi"));

        items.Should().HaveCount(165).And.OnlyContain(i => File.Exists(i.Content));
        Groups(items).Should().Be(30);
    }

    [SkippableFact]
    public void Deam()
    {
        var folder = GoldenFiles.Data("deam");
        var items = Datasets.Deam(folder);

        items.Select(i => i.Id).Should().Equal("2", "3", "4", "5", "7", "8", "10", "12", "13", "17");
        items[0].Emotion.Should().Be(ValenceArousal.FromScale(3, 3.1, 1, 9));
        Datasets.ReadDeamStatic(Path.Combine(folder, "annotations", "static_annotations_averaged_songs_1_2000.csv")).Should().HaveCount(1744);
        Datasets.ReadDeamStatic(Path.Combine(folder, "annotations", "static_annotations_averaged_songs_2000_2058.csv"))[2001]
            .Should().Be(ValenceArousal.FromScale(3.2, 6.6, 1, 9), "the arousal column is the eighth");
        Datasets.ReadDeamStatic(Path.Combine(folder, "annotations", "upstream_format_sample.csv")).Should().HaveCount(10);
    }

    [SkippableFact]
    public void Deam_own_table_agrees_with_emoMusic_once_its_columns_are_corrected()
    {
        var annotations = GoldenFiles.Data("deam", "annotations");
        var emoMusic = Datasets.ReadEmoMusicStatic(Path.Combine(annotations, "static_annotations.csv"));
        var deam = Datasets.ReadDeamStatic(Path.Combine(annotations, "static_annotations_averaged_songs_1_2000.csv"));

        emoMusic.Should().HaveCount(744);
        emoMusic.Average(r => r.Value.DistanceTo(deam[r.Key])).Should().BeLessThan(0.01);
    }

    [SkippableFact]
    public void Emomusic_over_time()
    {
        var songs = Datasets.DeamOverTime(GoldenFiles.Data("deam"));

        songs.Should().HaveCount(744).And.OnlyContain(s => s.Start == TimeSpan.FromSeconds(15));
        songs[0].Emotions.Should().HaveCount(61);
        songs[0].Emotion.Should().Be(ValenceArousal.FromScale(3, 3.1, 1, 9), "the whole song is rated too");
        SwappedColumns.Check(songs).Should().BeEmpty();
        songs[0].Emotions[0].Should().Be(ValenceArousal.FromScale(-0.0733412307857912, -0.109387732373192, -1, 1));
    }

    [SkippableFact]
    public void Emomusic_as_its_publishers_split_it()
    {
        var folder = GoldenFiles.Data("deam");

        Datasets.EmoMusic(folder).Should().HaveCount(744);
        Datasets.EmoMusic(folder, "development").Should().HaveCount(619);
        Datasets.EmoMusic(folder, "evaluation").Should().HaveCount(125).And.Contain(song => song.Id == "3");
        Datasets.EmoMusic(folder)[0].Emotion.Should().Be(ValenceArousal.FromScale(3, 3.1, 1, 9));
    }

    [SkippableFact]
    public void EmoBank()
    {
        var folder = GoldenFiles.Data("emobank");

        Datasets.EmoBank(folder).Should().HaveCount(9062);
        Datasets.EmoBank(folder, "dev").Should().HaveCount(1000);
        Datasets.EmoBank(folder)[0].Should().Be(new RatedItem(
            "110CYL068_1036_1079", "Remember what she said in my last letter? \"", ValenceArousal.FromScale(3, 3, 1, 5), "emobank/110CYL068"));
    }

    [SkippableFact]
    public void Warriner()
    {
        var words = Datasets.Warriner(GoldenFiles.Data("warriner"));

        words.Should().HaveCount(13915).And.Contain(w => w.Content == "null");
        words.Single(w => w.Id == "abandonment").Group.Should().Be(words.Single(w => w.Id == "abandon").Group);
    }

    [SkippableFact]
    public void MusicCaps()
    {
        var captions = Datasets.MusicCaps(GoldenFiles.Data("musiccaps"));

        captions.Should().HaveCount(5521);
        captions[0].Aspects.Should().Equal(
            "low quality", "sustained strings melody", "soft female vocal", "mellow piano melody", "sad", "soulful", "ballad");
        captions.Should().Contain(c => c.Caption.Contains('\n')).And.OnlyContain(c => c.Caption.Length > 0);
    }

    [SkippableFact]
    public void Musical_captions()
    {
        var captions = Datasets.MusicalCaptions(GoldenFiles.Data("musical-captions"));

        captions.CountBy(c => c.Kind).Should().BeEquivalentTo(new Dictionary<CaptionKind, int>
        {
            [CaptionKind.MusicCaps] = 1500, [CaptionKind.Prompt] = 300, [CaptionKind.Caption] = 300, [CaptionKind.Query] = 1275,
        });
        captions.Where(c => c.Kind == CaptionKind.Query).Select(c => c.Topic).Distinct()
            .Should().BeEquivalentTo("music", "scene", "feeling", "mixed");
        captions.Should().OnlyContain(c => (c.Kind == CaptionKind.Query) == (c.Topic.Length > 0));
        captions[0].Should().Be(new RatedCaption(
            "mc-dDKUjMHerLs-50", CaptionKind.MusicCaps, "", captions[0].Text, new(0.65f, 0.81f), new(0.70f, 0.83f), "musiccaps/dDKUjMHerLs"));
        captions[0].Text.Should().StartWith("A male Russian singer");
        captions.Single(c => c.Id == "mc-2ZgEbNi--8Q-30").Group.Should().Be("musiccaps/2ZgEbNi--8Q");
        captions.Average(c => c.First.DistanceTo(c.Second)).Should().BeLessThan(0.05, "both passes are by one model");
    }

    [SkippableFact]
    public void Musical_captions_of_MusicCaps_are_those_of_MusicCaps()
    {
        var published = Datasets.MusicCaps(GoldenFiles.Data("musiccaps")).ToDictionary(c => c.Id.Replace('@', '-'), c => Words(c.Caption));

        Datasets.MusicalCaptions(GoldenFiles.Data("musical-captions"))
            .Where(c => c.Kind == CaptionKind.MusicCaps && published[c.Id[3..]] != Words(c.Text)).Should().BeEmpty();

        static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [SkippableFact]
    public void Emopia()
    {
        var clips = Datasets.Emopia(GoldenFiles.Data("emopia"));

        clips.CountBy(c => c.Quadrant).Select(c => c.Value).Should().Equal(250, 265, 253, 310);
        clips.Select(c => c.Group).Distinct().Should().HaveCount(387);
        clips.Select(c => c.Id).Should().BeInAscendingOrder(StringComparer.Ordinal);
        clips[0].Should().Be(new EmopiaClip(
            "Q1_0vLPYiPN7qY_0", EmopiaQuadrant.PleasantExcited, "0vLPYiPN7qY", clips[0].Archive, "midis/Q1_0vLPYiPN7qY_0.mid"));
        clips.Single(c => c.Id == "Q4__BK2o77sTc0_2").Group.Should().Be("emopia/_BK2o77sTc0");
        clips.Single(c => c.Id == "Q1_3ahg_eQZhxs_1").Song.Should().Be("3ahg_eQZhxs");
        clips[0].ReadMidi().Should().HaveCount(1232);
        clips.Single(c => c.Id == "Q4__BK2o77sTc0_2").ReadMidi().Should().HaveCount(2151);
    }

    [SkippableFact]
    public void Imemnet()
    {
        var folder = GoldenFiles.Data("imemnet");
        var validation = ImemnetPair.Read(Path.Combine(folder, "val_matching.txt"));
        var test = ImemnetPair.Read(Path.Combine(folder, "test_matching.txt"));

        validation.Should().HaveCount(8795);
        test.Should().HaveCount(26115);
        PairLeaks.Between(validation, test).Should().Be(
            new PairLeaks(Songs: 90, Clips: 1598, Images: 1175, Pairs: 4110, CleanPairs: 21_996), "the published split leaks");
        validation.Select(p => p.Song).Distinct().Should().HaveCount(90);
        Datasets.ImemnetCImages(GoldenFiles.Data("imemnet-c")).Should().HaveCount(24758);
    }

    [SkippableFact]
    public void Every_published_imemnet_score_is_reproduced()
    {
        var vectors = ImemnetCheckVector.Read(GoldenFiles.Data("imemnet", "check_vectors.csv"));
        var similarity = new EmotionalSimilarity(EmotionalSimilarity.ImemnetSigma);

        vectors.Should().HaveCount(1788);
        vectors.Max(v => Math.Abs(similarity.Score(v.ImageEmotion, v.MusicEmotion) - v.PublishedScore)).Should().BeLessThan(1e-5);
    }

    [SkippableFact]
    public void Imemnet_labels_of_two_second_clips_are_the_published_ones()
    {
        var vectors = ImemnetCheckVector.Read(GoldenFiles.Data("imemnet", "check_vectors.csv"));
        var convert = EmotionNormalization.ImemnetMusic.For([], -1, 1);
        var clips = Datasets.DeamOverTime(GoldenFiles.Data("deam")).SelectMany(song => ClipCutter.Cut(song, ImemnetSegmentation.Imemnet, 1))
            .ToDictionary(clip => clip.Id);

        vectors.Max(v => convert(clips[v.Clip].Rating).DistanceTo(v.MusicEmotion)).Should().BeLessThan(1e-5);
        clips["104-10"].Start.Should().Be(TimeSpan.FromSeconds(18));
        clips.Should().HaveCount(744 * 14, "clips 9 to 22 lie between 16 and 45 seconds, the last one to 44");
    }

    [SkippableFact]
    public void Imemnet_c_labels_of_ten_second_clips_are_the_published_ones()
    {
        var convert = EmotionNormalization.ImemnetCMusic.For([], -1, 1);
        var clips = Datasets.DeamOverTime(GoldenFiles.Data("deam")).SelectMany(song => ClipCutter.Cut(song, ImemnetSegmentation.ImemnetC, 5))
            .ToDictionary(clip => clip.Id);

        clips.Should().HaveCount(744 * 11);
        convert(clips["725-16"].Rating).DistanceTo(new(0.671875f, 0.566878f)).Should().BeLessThan(2e-6);
        convert(clips["118-12"].Rating).DistanceTo(new(0.539571f, 0.416638f)).Should().BeLessThan(2e-6);
        clips["725-16"].Start.Should().Be(TimeSpan.FromSeconds(29));
        clips["725-16"].Duration.Should().Be(TimeSpan.FromSeconds(10));
    }

    [SkippableFact]
    public void The_published_images_lie_on_the_grids_of_their_scales()
    {
        var images = Datasets.ImemnetCImages(GoldenFiles.Data("imemnet-c"));
        var iaps = images.Where(i => i.Id.Length == 4 && i.Id.All(char.IsAsciiDigit)).ToList();
        var convert = EmotionNormalization.ImemnetIaps.For([], 1, 9);

        iaps.Should().HaveCount(1174);
        // two decimals of the published means
        iaps.Max(i => FromInteger(i.Emotion.Valence * 703)).Should().BeLessThan(1e-3);
        iaps.Max(i => FromInteger(i.Emotion.Arousal * 563)).Should().BeLessThan(1e-3);
        convert(new(1.31, 7.35)).Should().Be(new ValenceArousal(0, 1));

        static double FromInteger(double x) => Math.Abs(x - Math.Round(x));
    }

    [SkippableFact]
    public void Captions_of_MusicCaps_that_speak_of_quality_are_found()
    {
        var captions = Datasets.MusicCaps(GoldenFiles.Data("musiccaps")).Select(c => c.Caption).ToList();
        var refined = captions.ConvertAll(CaptionRefinement.ReplacePhrase);

        refined.Where((caption, i) => caption != captions[i]).Should().HaveCount(captions.Count(c => c.Contains(CaptionRefinement.Phrase)));
        var mentions = captions.Count(CaptionRefinement.MentionsQuality);
        refined.Count(CaptionRefinement.MentionsQuality).Should().BeInRange(1450, 1600);
        captions.Count(c => c.Contains(CaptionRefinement.Phrase)).Should()
            .BeInRange(mentions * 4 / 10, mentions * 6 / 10, "in the paper it is about half");
        captions.Where(c => c.Contains(CaptionRefinement.Phrase)).Should().OnlyContain(c => CaptionRefinement.MentionsQuality(c));
        CaptionRefinement.MentionsQuality("The strings have a dreamy quality.").Should().BeFalse();
        CaptionRefinement.MentionsQuality("A recording of a choir.").Should().BeFalse();
        CaptionRefinement.MentionsQuality("A muffled drum, a distorted guitar and white noise in a lo-fi song.").Should().BeFalse();
        CaptionRefinement.MentionsQuality("It sounds groovy and the recording is a bit noisy.").Should().BeTrue();
        CaptionRefinement.MentionsQuality("It was probably recorded with a phone.").Should().BeTrue();
        CaptionRefinement.MentionsQuality("Despite the low audio quality, it is energetic.").Should().BeTrue();
    }

    private static int Groups(IEnumerable<RatedItem> items) => items.Select(i => i.Group).Distinct().Count();
}

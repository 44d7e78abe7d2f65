using System.Text.RegularExpressions;
using Mmva.Training;

namespace Mmva.Data.Tests;

/// <summary>The chain from the four sources to batches, on a small made-up copy of them.</summary>
public sealed class ImemnetTests : IDisposable
{
    private const string Bad = "The low quality recording features a piano. The audio quality is poor.";

    private readonly SmallSources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Fact]
    public async Task The_whole_chain_in_the_order_of_the_paper()
    {
        var dataset = await _sources.Chain()
            .CutClips()
            .JoinClips()
            .Caption(new CaptionTable(Captions()))
            .ReplacePhrase()
            .Refine((caption, _) => Task.FromResult(caption.Replace(" The audio quality is poor.", "", StringComparison.Ordinal)))
            .Normalize()
            .Sigma()
            .SelectPairs(random: 3, best: 2, worst: 2, share: 0.5)
            .Split()
            .BuildAsync();

        dataset.Problems.Should().BeEmpty();
        dataset.Images.Should().HaveCount(36);
        dataset.Clips.Should().HaveCount(66, "a song of 45 seconds has 11 clips of 10 seconds");
        dataset.Clips[0].Should().Be(new MusicClip(dataset.Clips[0].Item, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10)));
        dataset.Clips[0].Item.Id.Should().Be("2001-9");
        dataset.Clips[0].Item.Caption.Should().Be("The recording features a piano.");
        dataset.Captions[5].Emotion.Should().Be(dataset.Clips[5].Item.Emotion, "a caption has the label of its music");
        foreach (var set in dataset.Images.GroupBy(i => i.DataSet))
            (set.Min(i => i.Emotion.Valence), set.Max(i => i.Emotion.Arousal)).Should().Be((0f, 1f));
        dataset.Similarity.Sigma.Should().BeApproximately(
            dataset.Images.SelectMany(i => dataset.Clips.Select(c => i.Emotion.DistanceTo(c.Item.Emotion))).Average(), 1e-6);
        dataset.Pairs.Should().HaveCount(66 * 7 / 2).And.OnlyHaveUniqueItems();
        dataset.Split.Train.Should().HaveCount(185);
        dataset.Split.Validation.Should().HaveCount(11);
        dataset.Split.HoldOut.Should().HaveCount(35);
        dataset.Split.Train.Concat(dataset.Split.Validation).Concat(dataset.Split.HoldOut).Order().Should().Equal(Enumerable.Range(0, 231));
        dataset.Counts.Single(c => c.Name == "songs").Difference.Should().Be(6 - 1802);
        dataset.Leaks().Songs.Should().Be(6, "a split of pairs shares all songs");
    }

    [Fact]
    public async Task Selection_takes_the_best_the_worst_and_others()
    {
        var dataset = await _sources.Chain().SelectPairs(random: 4, best: 3, worst: 2, share: 1).BuildAsync();

        foreach (var clip in dataset.Clips)
        {
            var scores = dataset.Images.Select(i => dataset.Similarity.Score(i.Emotion, clip.Item.Emotion)).Order().ToList();
            var chosen = dataset.Pairs.Where(p => p.Clip == clip.Item.Id).Select(p => p.Score).Order().ToList();
            chosen.Should().HaveCount(9);
            chosen[..2].Should().Equal(scores[..2]);
            chosen[^3..].Should().Equal(scores[^3..]);
        }
        var again = await _sources.Chain().SelectPairs(random: 4, best: 3, worst: 2, share: 1).BuildAsync();
        again.Pairs.Should().Equal(dataset.Pairs);
    }

    [Fact]
    public async Task Few_images_are_all_selected_once()
    {
        var dataset = await _sources.Chain().SelectPairs(random: 30, best: 10, worst: 10, share: 1).BuildAsync();

        dataset.Pairs.Should().HaveCount(66 * 36).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(PairSplit.Songs, 0)]
    [InlineData(PairSplit.SongsAndImages, 0)]
    [InlineData(PairSplit.Pairs, 6)]
    public async Task A_split_by_songs_shares_no_songs(PairSplit by, int shared)
    {
        var dataset = await _sources.Chain().SelectPairs(share: 1).Split(0.5, 0.2, by).BuildAsync();

        dataset.Leaks().Songs.Should().Be(shared);
        dataset.Split.Train.Should().NotBeEmpty();
        dataset.Split.HoldOut.Should().NotBeEmpty();
        if (by == PairSplit.SongsAndImages)
        {
            dataset.Leaks().Images.Should().Be(0);
            dataset.Problems.Should().ContainSingle().Which.Should().Contain("different sides");
        }
    }

    [Fact]
    public async Task Imemnet_has_clips_of_two_seconds_on_even_seconds()
    {
        var dataset = await _sources.Chain().CutClips(ImemnetSegmentation.Imemnet).JoinClips(1).BuildAsync();

        dataset.Clips.Where(c => c.Item.Group == "deam/2001").Select(c => (c.Item.Id, c.Start.TotalSeconds, c.Duration.TotalSeconds)).Should()
            .Equal(Enumerable.Range(9, 14).Select(n => ($"2001-{n}", 2.0 * n - 2, 2.0)));
    }

    [Fact]
    public async Task A_short_song_gives_one_clip_of_all_that_it_has()
    {
        _sources.Edit(
            SmallSources.Dynamic + "valence.csv",
            text => Regex.Replace(text, "^2001,.*$", "2001,0,0,0,0,0,0,0,0,0,,", RegexOptions.Multiline));

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Clips.Where(c => c.Item.Group == "deam/2001").Should().ContainSingle().Which.Duration.Should().Be(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Clips_are_cut_from_their_song()
    {
        var dataset = await _sources.Chain().BuildAsync();

        var clip = await dataset.Clips[12].LoadAsync(new AudioDecoder());

        clip.SampleRate.Should().Be(100);
        clip.Samples.Length.Should().Be(1000);
        clip.Samples.Span[0].Should().BeApproximately(2 * 1700 / 45000f, 1e-3f, "it starts at 17 s");
    }

    [Fact]
    public async Task Faults_in_the_sources_are_named()
    {
        File.Delete(_sources.Path("naps/Animals_003_h.jpg"));
        File.Delete(_sources.Path("deam/audio/2002.wav"));
        _sources.Edit("emotic/train.csv", text => text + "1003.jpg,5,5,5\n");
        _sources.Write("emotic/images/1003.jpg", "x");
        var captions = Captions();
        captions.Remove("2003-9");

        var dataset = await _sources.Chain().Caption(new CaptionTable(captions)).BuildAsync();

        dataset.Images.Should().HaveCount(35);
        dataset.Clips.Should().HaveCount(54);
        dataset.Problems.Should().HaveCount(4);
        dataset.Problems.Should().Contain(p => p.Contains("Animals_003_h.jpg: the image Animals_003_h does not exist"));
        dataset.Problems.Should().Contain(p => p.Contains("1003.jpg: the image 1003 exists in several sources"));
        dataset.Problems.Should().Contain(p => p.Contains("2002") && p.Contains("the audio of song 2002 does not exist"));
        dataset.Problems.Should().Contain(p => p.Contains("the clip 2003-9 has no caption"));
    }

    [Theory]
    [InlineData("iaps/AllSubjects_1-20.txt", "thing\t1002\t", "thing\t1002\t5,5\t", "*AllSubjects_1-20.txt(6): valmn '5,5' is not a number*")]
    [InlineData("naps/NAPS.csv", "Animals_004_h", "Animals_002_h", "*NAPS.csv(6): Animals_002_h is rated twice, also in line 4.")]
    [InlineData("emotic/train.csv", "frame_2.jpg,", "frame_2.jpg,0,", "*train.csv(4): Valence 0 is outside the scale from 1 to 10*")]
    [InlineData(SmallSources.Dynamic + "arousal.csv", "2004,", "2001,", "*arousal.csv(5): 2001 is rated twice, also in line 2.")]
    [InlineData(SmallSources.Dynamic + "valence.csv", "2004,", "2004,\"0,5\",", "*valence.csv(5): column 2 '0,5' is not a number*")]
    public void Faults_in_tables_name_file_line_and_column(string file, string from, string to, string error)
    {
        _sources.Edit(file, text => text.Replace(from, to, StringComparison.Ordinal));

        var read = () => _sources.Chain();

        read.Should().Throw<DatasetException>().WithMessage(error);
    }

    [Fact]
    public async Task Swapped_columns_are_noticed()
    {
        _sources.Edit(SmallSources.Static, text => text.Replace("valence_mean, arousal_mean", "arousal_mean, valence_mean"));

        var dataset = await _sources.Chain().BuildAsync();

        dataset.Problems.Should().ContainSingle().Which.Should().StartWith("Valence and arousal look swapped in a table of 6 songs");
    }

    [Fact]
    public async Task No_caption_is_lost_and_only_those_about_quality_are_refined()
    {
        var captions = Captions();
        captions["2001-10"] = "A calm piano.";
        captions["2001-11"] = "The recording quality is bad. A.";
        captions["2001-12"] = "The recording quality is bad. B.";
        var asked = new List<string>();

        var dataset = await Refined(captions, "captions.jsonl", (caption, _) =>
        {
            asked.Add(caption);
            return caption.EndsWith("A.", StringComparison.Ordinal) ? Task.FromResult("I'm sorry, I can't help with that.")
                : caption.EndsWith("B.", StringComparison.Ordinal) ? throw new HttpRequestException("429")
                : Task.FromResult("Refined caption: \"A piano.\"");
        });

        dataset.Clips.Should().HaveCount(66);
        dataset.Clips.Select(c => c.Item.Caption).Take(4).Should().Equal("A piano.", captions["2001-10"], captions["2001-11"], captions["2001-12"]);
        asked.Should().HaveCount(3, "equal captions are asked for once");
        dataset.Problems.Should().HaveCount(2);

        asked.Clear();
        var resumed = await Refined(captions, "captions.jsonl", (caption, _) =>
        {
            asked.Add(caption);
            return Task.FromResult("B.");
        });
        asked.Should().Equal(captions["2001-12"]);
        resumed.Clips[3].Item.Caption.Should().Be("B.");
        resumed.Clips[0].Item.Caption.Should().Be("A piano.");
    }

    [Fact]
    public async Task A_model_that_always_fails_is_not_asked_for_ever()
    {
        var captions = Captions().ToDictionary(c => c.Key, c => $"{c.Value} {c.Key}");
        var asked = 0;

        var dataset = await Refined(captions, null, (_, _) =>
        {
            asked++;
            throw new InvalidOperationException("down");
        });

        asked.Should().Be(5);
        dataset.Clips.Select(c => c.Item.Caption).Should().Equal(dataset.Clips.Select(c => captions[c.Item.Id]));
    }

    [Fact]
    public async Task A_captioner_that_is_down_ends_the_run()
    {
        var captioner = new CountingCaptioner { Error = new MmvaException("down") };

        var build = () => _sources.Chain().Caption(captioner).BuildAsync();

        await build.Should().ThrowAsync<MmvaException>().WithMessage("down");
        captioner.Count.Should().Be(5);
    }

    [Fact]
    public async Task A_run_that_was_killed_in_the_middle_of_a_line_resumes()
    {
        _sources.Write("captions.jsonl", "{\"key\":\"2001-9\",\"text\":\"kept\"}\n{\"key\":\"2001-10\",\"te");
        var captioner = new CountingCaptioner();

        var dataset = await _sources.Chain().Caption(captioner, _sources.Path("captions.jsonl")).BuildAsync();

        dataset.Clips[0].Item.Caption.Should().Be("kept");
        captioner.Count.Should().Be(65);
        await _sources.Chain().Caption(captioner, _sources.Path("captions.jsonl")).BuildAsync();
        captioner.Count.Should().Be(65);

        _sources.Write("captions.jsonl", "{\"key\":\"2001-9\",\"text\":\"kept\"}\nnonsense\n");
        var damaged = () => _sources.Chain().Caption(captioner, _sources.Path("captions.jsonl")).BuildAsync();
        await damaged.Should().ThrowAsync<DatasetException>().WithMessage("*captions.jsonl(2): is not a line of finished captions*");
    }

    [Fact]
    public async Task Published_lists_keep_their_scores()
    {
        var pair = new ImemnetPair("2001-9", "1000", 0.123);
        var dataset = await _sources.Chain().Caption(new CaptionTable(Captions()))
            .UsePairs([pair, new("2001-10", "1001", 0.5)], [new("2001-9", "none", 1)], [new("2002-9", "1002", 0.25), new("9-9", "1000", 1)])
            .BuildAsync();

        dataset.Pairs.Should().HaveCount(3);
        dataset.Split.Train.Should().Equal(0, 1);
        dataset.Split.Validation.Should().BeEmpty();
        dataset.Split.HoldOut.Should().Equal(2);
        dataset.Problems.Should().HaveCount(2).And.Contain(p => p.Contains("Of 2 test pairs, 0 have an image that does not exist and 1 a clip"));

        var (images, clips, captions) = Features(dataset);
        var source = dataset.ToBatches(dataset.Split.Train, images, clips, captions);
        var batch = new MatchedBatch(8);
        source.BeginEpoch(new RandomSource(1));
        source.Fill(batch, 0, new RandomSource(1));
        batch.Count.Should().Be(2);
        batch.Similarities[Array.IndexOf(batch.ImageRows, 0, 0, 2)].Should().Be(0.123f);
        batch.CaptionEmotions[..2].Should().Equal(batch.MusicEmotions[..2]);
        source.Sigma.Should().Be(dataset.Similarity.Sigma);
    }

    [Fact]
    public async Task Random_matching_uses_what_the_training_pairs_use()
    {
        var dataset = await _sources.Chain().Caption(new CaptionTable(Captions())).SelectPairs(share: 1)
            .Split(0.5, 0.1, PairSplit.SongsAndImages).BuildAsync();
        var (images, clips, captions) = Features(dataset);

        var matching = dataset.ToRandomMatching(dataset.Split.Train, images, clips, captions);

        var pairs = dataset.Split.Train.Select(i => dataset.Pairs[i]).ToList();
        matching.Images.Count.Should().Be(pairs.Select(p => p.Image).Distinct().Count()).And.BeLessThan(36);
        matching.Music.Count.Should().Be(pairs.Select(p => p.Clip).Distinct().Count()).And.BeLessThan(66);
        matching.Similarity.Should().BeSameAs(dataset.Similarity);
    }

    [Fact]
    public async Task Clips_of_a_song_are_different_inputs_of_a_cache()
    {
        var dataset = await _sources.Chain().BuildAsync();
        var inputs = dataset.ClipInputs(new AudioDecoder());

        var hashes = await Task.WhenAll(inputs.Select(i => i.HashAsync(default)));

        hashes.Select(Convert.ToHexString).Should().OnlyHaveUniqueItems();
        (await inputs[0].LoadAsync(default)).Duration.Should().Be(TimeSpan.FromSeconds(10));
        inputs[0].Item.Should().Be(dataset.Clips[0].Item);
        var excerpts = () => dataset.ClipInputs(new AudioDecoder(new() { Excerpt = TimeSpan.FromSeconds(30) }));
        excerpts.Should().Throw<ArgumentException>().WithMessage("The decoder returns excerpts*");
    }

    private static (FeatureSet Images, FeatureSet Clips, FeatureSet Captions) Features(ImemnetDataset dataset)
    {
        return (Of(dataset.Images), Of([.. dataset.Clips.Select(c => c.Item)]), Of(dataset.Captions));

        static FeatureSet Of(IReadOnlyList<RatedItem> items) => FeatureSet.Of(
            new("test", 1, 1, "MIT", "here", "1"), new FeatureBatch(items.Count, 1, 1, new float[items.Count]), items);
    }

    private Task<ImemnetDataset> Refined(
        IReadOnlyDictionary<string, string> captions, string? file, Func<string, CancellationToken, Task<string>> refine) =>
        _sources.Chain().Caption(new CaptionTable(captions)).Refine(refine, file is null ? null : _sources.Path(file)).BuildAsync();

    private static Dictionary<string, string> Captions() => Enumerable.Range(2001, SmallSources.Songs)
        .SelectMany(song => Enumerable.Range(9, 11).Select(n => $"{song}-{n}")).ToDictionary(id => id, _ => Bad);

    private sealed class CountingCaptioner : IMusicCaptioner
    {
        public int Count { get; private set; }

        public MmvaException? Error { get; init; }

        public Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default)
        {
            Count++;
            return Error is null ? Task.FromResult<string?>("new") : throw Error;
        }
    }
}

using Mmva.Training;

namespace Mmva.Tests.Training;

public sealed class MatchingTests
{
    private readonly RandomSource _random = new(1);

    [Fact]
    public void Random_matching_uses_everything_and_pairs_differently_in_each_epoch()
    {
        var source = TinyData.RandomMatching();
        var batch = new MatchedBatch(16);
        source.StepsPerEpoch(16).Should().Be(4);
        var epochs = new List<List<(int Image, int Music)>>();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            source.BeginEpoch(_random);
            epochs.Add([]);
            for (var step = 0; step < 4; step++)
            {
                batch.Reset();
                source.Fill(batch, step, _random);
                epochs[^1].AddRange(batch.ImageRows.Zip(batch.MusicRows));
                batch.CaptionRows.Should().Equal(batch.MusicRows);
                var expected = (float)new EmotionalSimilarity().Score(batch.ImageEmotions[3], batch.MusicEmotions[3]);
                batch.Similarities[3].Should().BeApproximately(expected, 1e-7f);
            }
            epochs[^1].Select(p => p.Image).Distinct().Should().HaveCount(TinyData.Images);
            epochs[^1].Select(p => p.Music).Distinct().Should().HaveCount(TinyData.Music);
        }
        epochs[0].Intersect(epochs[1]).Count().Should().BeLessThan(10);
    }

    [Fact]
    public void Unknown_labels_have_no_weight()
    {
        var images = TinyData.Set(TinyData.Options.Image, 4, 1);
        var music = new LabeledFeatures(
            TinyData.Set(TinyData.Options.Music, 3, 2).Features, [new(0.1f, 0.2f), new(float.NaN, float.NaN), new(0.5f, 0.6f)], [2, 0, 1]);
        var source = new RandomMatching(images, music, TinyData.Set(TinyData.Options.Caption, 3, 3), similarity: new(0.5));
        var batch = new MatchedBatch(12);
        source.BeginEpoch(_random);
        source.Fill(batch, 0, _random);
        for (var i = 0; i < batch.Count; i++)
        {
            batch.MusicWeights[i].Should().Be(batch.MusicRows[i] switch { 0 => 2, 1 => 0, _ => 1 });
            batch.SimilarityWeights[i].Should().Be(batch.MusicWeights[i]);
            batch.Similarities[i].Should().NotBe(float.NaN);
        }
        var act = () => new LabeledFeatures(images.Features, [default, default, default, new(float.NaN, 0)]);
        act.Should().Throw<ArgumentException>().WithMessage("The label of example 3*");
    }

    [Fact]
    public void Captions_without_music_are_drawn_from_the_nearest_by_emotion()
    {
        ValenceArousal[] music = [new(0, 0), new(1, 1)], captions = [new(0.1f, 0), new(0.9f, 1), new(0, 0.2f), new(0.5f, 0.5f), new(1, 0.8f)];
        var matching = new CaptionsByEmotion(music, captions, neighbors: 2);
        var drawn = new HashSet<(int, int)>();
        var rows = new int[2];
        for (var i = 0; i < 50; i++)
        {
            matching.Match([0, 1], rows, _random);
            drawn.UnionWith([(0, rows[0]), (1, rows[1])]);
        }
        drawn.Should().BeEquivalentTo([(0, 0), (0, 2), (1, 1), (1, 4)]);
    }

    [Fact]
    public void Predefined_pairs_stay_together_and_the_last_batch_is_smaller()
    {
        (int Image, int Music, int Caption)[] triples = [.. Enumerable.Range(0, 10).Select(i => (i, i / 2, i / 3))];
        var source = new PredefinedPairs(
            TinyData.Set(TinyData.Options.Image, 10, 1), TinyData.Set(TinyData.Options.Music, 5, 2),
            TinyData.Set(TinyData.Options.Caption, 4, 3), triples);
        var batch = new MatchedBatch(4);
        var seen = new List<(int Image, int Music, int Caption)>();
        source.BeginEpoch(_random);
        for (var step = 0; step < source.StepsPerEpoch(4); step++)
        {
            batch.Reset();
            source.Fill(batch, step, _random);
            for (var i = 0; i < batch.Count; i++) seen.Add(new(batch.ImageRows[i], batch.MusicRows[i], batch.CaptionRows[i]));
        }
        batch.Count.Should().Be(2);
        seen.Should().BeEquivalentTo(triples);
    }

    [Fact]
    public void Captions_without_labels_have_those_of_their_music()
    {
        var images = TinyData.Set(TinyData.Options.Image, 6, 1);
        var labeled = TinyData.Set(TinyData.Options.Music, 4, 2);
        var music = new LabeledFeatures(labeled.Features, labeled.Emotions, [1, 2, 0, 0.5f]);
        var captions = TinyData.Set(TinyData.Options.Caption, 7, 3).Features;
        var several = new OwnCaptions([[0, 1], [2], [3, 4], [5, 6]]);
        (int, int, int)[] triples = [(0, 3, 0), (1, 2, 6), (2, 1, 5)];
        foreach (IBatchSource source in new IBatchSource[]
                 {
                     new RandomMatching(images, music, captions, several), new PredefinedPairs(images, music, captions, triples),
                 })
        {
            var batch = new MatchedBatch(3);
            source.BeginEpoch(_random);
            source.Fill(batch, 0, _random);
            source.Captions.Should().BeSameAs(captions);
            batch.CaptionEmotions.Should().Equal(batch.MusicRows.Select(piece => music.Emotions[piece]));
            batch.CaptionWeights.Should().Equal(batch.MusicRows.Select(piece => music.Weights![piece]));
        }
        var act = () => new RandomMatching(images, music, captions);
        act.Should().Throw<ArgumentException>().WithMessage("There are 4 pieces of music and 7 captions*");
    }

    [Fact]
    public void Published_scores_go_with_their_triples()
    {
        var (images, music) = (TinyData.Set(TinyData.Options.Image, 6, 1), TinyData.Set(TinyData.Options.Music, 6, 2));
        var captions = TinyData.Set(TinyData.Options.Caption, 6, 2);
        (int Image, int Music, int Caption)[] triples = [.. Enumerable.Range(0, 6).Select(i => (i, 5 - i, i))];
        float[] scores = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];
        var source = new PredefinedPairs(images, music, captions, triples, scores: scores);
        var batch = new MatchedBatch(6);
        source.BeginEpoch(_random);
        source.Fill(batch, 0, _random);
        batch.Similarities.Should().Equal(batch.ImageRows.Select(image => scores[image])).And.NotBeInAscendingOrder();

        var tooFew = () => new PredefinedPairs(images, music, captions, triples, scores: [1]);
        tooFew.Should().Throw<ArgumentException>().WithMessage("There are 6 triples and 1 scores*");
        var outside = () => new PredefinedPairs(images, music, captions, triples, scores: [0, 0, 0, float.NaN, 0, 0]);
        outside.Should().Throw<ArgumentException>().WithMessage("The score of triple 3 is NaN*");
    }

    [Fact]
    public void A_batch_without_capacity_is_refused() =>
        FluentActions.Invoking(() => new MatchedBatch(0)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Sets_that_do_not_fit_together_are_refused()
    {
        var (images, music) = (TinyData.Set(TinyData.Options.Image, 3, 1), TinyData.Set(TinyData.Options.Music, 3, 1));
        var captions = TinyData.Set(TinyData.Options.Caption, 2, 1);
        var act = () => new RandomMatching(images, music, captions);
        act.Should().Throw<ArgumentException>().WithMessage("There are 3 pieces of music and 2 captions*");
        var outside = () => new PredefinedPairs(images, music, captions, [new(0, 0, 2)]);
        outside.Should().Throw<ArgumentException>().WithMessage("*Caption = 2*lies outside*");
    }
}

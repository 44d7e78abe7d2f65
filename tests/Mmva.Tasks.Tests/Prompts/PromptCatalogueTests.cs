namespace Mmva.Tasks.Tests.Prompts;

public sealed class PromptCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    private static readonly PromptSet Prompts = PromptSetTests.Set(
        ["{mood} {instrument} and {instrument}", "only {instrument}"],
        ("mood", ["glad", "sad", "calm"]), ("instrument", [.. Enumerable.Range(0, 17).Select(i => $"i{i}")])); // 3 * 17 * 16 + 17 = 833

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("random")]
    [InlineData("clustered")]
    [InlineData("duplicate")]
    [InlineData("collinear")]
    public void The_nearest_are_those_of_brute_force_with_ties_by_index(string how)
    {
        var (catalogue, random) = (Catalogue(how), new Random(2));
        for (var round = 0; round < 60; round++)
        {
            var point = round % 3 == 0 ? catalogue[random.Next(catalogue.Count)] : new(random.NextSingle(), random.NextSingle() * 2 - 0.5f);
            var count = new[] { 1, 2, 7, 40, 2000 }[round % 5];
            var expected = Enumerable.Range(0, catalogue.Count).OrderBy(i => catalogue[i].DistanceTo(point)).ThenBy(i => i).Take(count);

            catalogue.Nearest(point, count).Select(m => m.Prompt.Index).Should().Equal(expected);
        }
    }

    [Theory]
    [InlineData("random", 0.3)]
    [InlineData("clustered", 0.5)]
    [InlineData("duplicate", 0.9)]
    [InlineData("collinear", 0.05)]
    public void Diverse_prompts_are_those_of_maximal_marginal_relevance_nearest_first(string how, double diversity)
    {
        var (catalogue, random, similarity) = (Catalogue(how), new Random(4), new EmotionalSimilarity(0.2));
        for (var round = 0; round < 5; round++)
        {
            var point = new ValenceArousal(random.NextSingle(), random.NextSingle());
            var found = catalogue.Nearest(point, 5, diversity, similarity);

            found.Select(m => m.Prompt.Index)
                .Should().Equal(Naive(catalogue, point, 5, diversity, similarity).OrderBy(i => catalogue[i].DistanceTo(point)).ThenBy(i => i));
            found.Select(m => m.Similarity).Should().BeInDescendingOrder();
            found[0].Prompt.Index.Should().Be(catalogue.Nearest(point)[0].Prompt.Index);
        }
        catalogue.Nearest(default, 100, diversity).Select(m => m.Prompt.Index).ToHashSet().Should().HaveCount(100);
    }

    [Fact]
    public void A_match_has_its_distance_and_similarity()
    {
        var match = Catalogue("random").Nearest(new(0.5f, 0.5f), similarity: new(0.2))[0];

        match.Distance.Should().Be(match.Emotion.DistanceTo(new(0.5f, 0.5f)));
        match.Similarity.Should().BeApproximately(Math.Exp(-match.Distance / 0.2), 1e-12);
        match.Prompt.Should().BeEquivalentTo(Prompts[match.Prompt.Index]);
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        var catalogue = Catalogue("random");
        catalogue.Invoking(c => c.Nearest(new(float.NaN, 0))).Should().Throw<ArgumentOutOfRangeException>();
        catalogue.Invoking(c => c.Nearest(default, 0)).Should().Throw<ArgumentOutOfRangeException>();
        catalogue.Invoking(c => c.Nearest(default, 2, 1)).Should().Throw<ArgumentOutOfRangeException>();
        catalogue.Invoking(c => c.Nearest(default, 2, double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new PromptCatalogue(Prompts, new ValenceArousal[3])).Should().Throw<PromptException>()
            .WithMessage("There are 3 points for 833 prompts.");
        FluentActions.Invoking(() => new PromptCatalogue(Prompts, [.. new ValenceArousal[832], new(0, float.NaN)])).Should().Throw<PromptException>()
            .WithMessage("*prompt 832*must be finite*");
    }

    [Fact]
    public async Task A_built_catalogue_is_the_predictors_and_comes_back_from_its_file_with_the_same_bits()
    {
        var (predictor, progress) = (new HashPredictor(), new Steps());
        var built = await PromptCatalogue.BuildAsync(Prompts, predictor, progress);
        var path = Path.Combine(_folder, "new", "p.safetensors");
        built.Save(path);
        var read = PromptCatalogue.Load(path, Prompts, "hash-1");

        for (var i = 0; i < Prompts.Count; i++) built[i].Should().Be(HashPredictor.PointOf(Prompts[i].Text)).And.Be(read[i]);
        read.Predictor.Should().Be("hash-1");
        progress.Seen.Select(p => p.Done).Should().Equal(0, 512, 833);
        new FileInfo(path).Length.Should().BeLessThan(833 * 8 + 600);
        var again = Path.Combine(_folder, "again");
        read.Save(again);
        File.ReadAllBytes(again).Should().Equal(File.ReadAllBytes(path));
        Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_of_others_or_a_damaged_one_is_refused_with_the_reason()
    {
        var path = Path.Combine(_folder, "p.safetensors");
        (await PromptCatalogue.BuildAsync(Prompts, new HashPredictor())).Save(path);

        Load(Prompts, "hash-2").Should().Throw<PromptException>()
            .WithMessage($"{path}: was built with another caption encoder or model (hash-1) than the one in use (hash-2).");
        Load(PromptSetTests.Set(["{a}"], ("a", ["x"]))).Should().Throw<PromptException>().WithMessage("*other prompts*");
        Load(Prompts)().Count.Should().Be(833);

        var sound = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 7, 100, sound.Length - 1 }) Refused(sound[..length]);
        Refused([.. sound, 0]);
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var damaged = sound.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            Refused(damaged);
        }

        void Refused(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            try
            {
                PromptCatalogue.Load(path, Prompts, "hash-1");
                Encoding(bytes).Should().Be(Encoding(sound), "only spaces of the header may differ");
            }
            catch (PromptException e)
            {
                e.Message.Should().StartWith(path + ": ");
            }
        }

        Func<PromptCatalogue> Load(PromptSet prompts, string? predictor = null) => () => PromptCatalogue.Load(path, prompts, predictor);
        static string Encoding(byte[] bytes) => new([.. bytes.Select(b => (char)b).Where(c => !char.IsWhiteSpace(c))]);
    }

    private static PromptCatalogue Catalogue(string how)
    {
        var random = new Random(9);
        ValenceArousal PointOf(int i) => how switch
        {
            "clustered" => new(0.5f + random.NextSingle() * 1e-4f, i % 2 + random.NextSingle() * 1e-4f),
            "duplicate" => new(random.Next(3) / 2f, random.Next(3) / 2f),
            "collinear" => new(i % 50 / 50f, i % 50 / 50f),
            _ => new(random.NextSingle(), random.NextSingle()),
        };
        return new(Prompts, [.. Enumerable.Range(0, Prompts.Count).Select(PointOf)]);
    }

    private static List<int> Naive(PromptCatalogue catalogue, ValenceArousal point, int count, double diversity, EmotionalSimilarity similarity)
    {
        var near = Enumerable.Range(0, catalogue.Count).OrderBy(i => catalogue[i].DistanceTo(point)).ThenBy(i => i).Take(1000).ToList();
        var chosen = new List<int> { near[0] };
        while (chosen.Count < count)
            chosen.Add(near.Except(chosen).MaxBy(i =>
                (1 - diversity) * similarity.Score(catalogue[i].DistanceTo(point)) - diversity * chosen.Max(c =>
                    Share(catalogue.Prompts[i], catalogue.Prompts[c]))));
        return chosen;
    }

    private static double Share(Prompt a, Prompt b) => (double)a.Choices.Intersect(b.Choices).Count() / Math.Max(a.Choices.Count, b.Choices.Count);

    private sealed class Steps : IProgress<PromptCatalogueProgress>
    {
        public List<PromptCatalogueProgress> Seen { get; } = [];

        public void Report(PromptCatalogueProgress value) => Seen.Add(value);
    }
}

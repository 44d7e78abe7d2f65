using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.LpMusicCaps;

/// <summary>Against the searches of the reference, which computes every prefix anew in double precision.</summary>
public sealed class CaptionSearchTests : IDisposable
{
    private static readonly JsonElement Io = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Fixture("lp-music-caps", "io.json"))).RootElement;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tiny", 15)]
    [InlineData("odd", 20)]
    [InlineData("free", 20)]
    public void Greedy_and_beam_search_find_the_tokens_of_the_reference(string config, int atLeast)
    {
        var shape = Shape(config);
        var rows = Io.GetProperty("searches").EnumerateArray().Where(row => row.GetProperty("config").GetString() == config).ToList();
        rows.Should().HaveCountGreaterThanOrEqualTo(atLeast);
        foreach (var seed in rows.GroupBy(row => row.GetProperty("seed").GetInt32()))
        {
            using var tower = new LpMusicCapsTower(shape, FormulaLpMusicCaps.Weights(shape, seed.Key), Precision.Exact);
            var cross = LpMusicCapsTowerTests.Cross(tower, 1);
            tower.Encode(FormulaLpMusicCaps.Wave(seed.Key), 0, cross);
            foreach (var row in seed)
            {
                var beams = row.GetProperty("beams").GetInt32();
                using var decoder = tower.Start(cross, 1);
                var tokens = new CaptionSearch(shape.Rules, beams, row.GetProperty("max_length").GetInt32()).Run(decoder, 1, default);
                tokens.Single().Should().Equal(
                    row.GetProperty("tokens").EnumerateArray().Select(t => t.GetInt32()), "{0}, seed {1}, {2} beams", config, seed.Key, beams);
            }
        }
    }

    [Fact]
    public void Chunks_do_not_touch_each_other()
    {
        var shape = Shape("odd");
        using var tower = new LpMusicCapsTower(shape, FormulaLpMusicCaps.Weights(shape, 8), Precision.Exact);
        float[][] waves = [.. Enumerable.Range(1, 5).Select(FormulaLpMusicCaps.Wave)];
        var search = new CaptionSearch(shape.Rules, 3, 60);
        var together = Run(waves);
        for (var i = 0; i < waves.Length; i++) together[i].Should().Equal(Run([waves[i]]).Single());

        int[][] Run(float[][] chunks)
        {
            var cross = LpMusicCapsTowerTests.Cross(tower, chunks.Length);
            for (var i = 0; i < chunks.Length; i++) tower.Encode(chunks[i], i, cross);
            using var decoder = tower.Start(cross, chunks.Length);
            return search.Run(decoder, chunks.Length, default);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Chunks_that_end_early_leave_the_others_as_they_are(int beams)
    {
        var search = new CaptionSearch(GenerationRules.BartBase, beams, 40);
        int[] chunks = [3, 0, 5, 1, 20];
        var together = search.Run(new Remembering(chunks, beams), chunks.Length, default);
        together.Select(tokens => tokens.Length).Distinct().Count().Should().BeGreaterThan(2, "some end before others");
        for (var i = 0; i < chunks.Length; i++)
            together[i].Should().Equal(search.Run(new Remembering([chunks[i]], beams), 1, default).Single(), "of chunk {0}", chunks[i]);
    }

    [Fact]
    public void Values_that_are_not_finite_are_an_error()
    {
        var run = () => new CaptionSearch(GenerationRules.BartBase, 2, 10).Run(new Broken(), 1, default);
        run.Should().Throw<MmvaException>().WithMessage("*not finite*");
    }

    [Fact]
    public void A_text_can_be_canceled_between_tokens()
    {
        using var source = new CancellationTokenSource();
        var decoder = new Endless(source);
        var run = () => new CaptionSearch(GenerationRules.BartBase, 2, 1000).Run(decoder, 1, source.Token);
        run.Should().Throw<OperationCanceledException>();
        decoder.Calls.Should().Be(7);
    }

    private BartShape Shape(string config)
    {
        var path = Path.Combine(_folder.Path, "config.json");
        File.WriteAllText(path, Io.GetProperty("configs").GetProperty(config).GetRawText());
        return BartShape.Read(path);
    }

    // its values follow from the chunk and all tokens of a text, which it knows only if it is told parents and chunks correctly
    private sealed class Remembering(int[] chunks, int beams) : ITextDecoder
    {
        private int[] _chunks = chunks;
        private List<long>[] _texts = [.. Enumerable.Range(0, chunks.Length * beams).Select(_ => new List<long>())];

        public int Vocabulary => 30;

        public void Next(long[] tokens, long[] parents, Span<float> logits)
        {
            _texts = [.. tokens.Select((token, row) => new List<long>(_texts[parents[row]]) { token })];
            for (var row = 0; row < tokens.Length; row++)
            {
                var chunk = _chunks[row / beams];
                var state = _texts[row].Aggregate((uint)chunk * 7919u, (hash, token) => (hash ^ (uint)token) * 16777619u);
                for (var token = 0u; token < 30; token++)
                {
                    var hash = (state + token * 2654435761u) * 2246822519u;
                    logits[row * 30 + (int)token] = (hash ^ (hash >> 15)) % 1000 * 0.005f;
                }
                logits[row * 30 + 2] += _texts[row].Count > 4 + 3 * chunk ? 6 : -10;
            }
        }

        public void Keep(IReadOnlyList<int> kept) => _chunks = [.. kept.Select(i => _chunks[i])];
    }

    private sealed class Broken : ITextDecoder
    {
        public int Vocabulary => 20;

        public void Next(long[] tokens, long[] parents, Span<float> logits)
        {
            logits.Clear();
            logits[3] = float.NaN;
        }

        public void Keep(IReadOnlyList<int> kept) { }
    }

    // never prefers the end
    private sealed class Endless(CancellationTokenSource source) : ITextDecoder
    {
        public int Calls { get; private set; }

        public int Vocabulary => 20;

        public void Next(long[] tokens, long[] parents, Span<float> logits)
        {
            for (var i = 0; i < logits.Length; i++) logits[i] = (i * 7 + Calls) % 20 * 0.1f - (i % 20 == 2 ? 100 : 0);
            if (++Calls == 7) source.Cancel();
        }

        public void Keep(IReadOnlyList<int> kept) { }
    }
}

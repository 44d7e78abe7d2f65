using Mmva.Tasks.Tests.Retrieval.Conformance;

namespace Mmva.Tasks.Tests.Retrieval;

public sealed class EmotionRegionTests
{
    [Fact]
    public void Edges_belong_to_a_region()
    {
        var region = new EmotionRegion(0.2f, 0.6f, 0.4f, 0.4f);

        region.Contains(new(0.2f, 0.4f)).Should().BeTrue();
        region.Contains(new(0.6f, 0.4f)).Should().BeTrue();
        region.Contains(new(0.6f, MathF.BitIncrement(0.4f))).Should().BeFalse();
        region.Contains(new(MathF.BitDecrement(0.2f), 0.4f)).Should().BeFalse();
        region.Contains(new(float.NaN, 0.4f)).Should().BeFalse();
    }

    [Fact]
    public void The_center_is_on_the_plane()
    {
        new EmotionRegion(0.2f, 0.6f, 0, 1).Center.Should().Be(new ValenceArousal(0.4f, 0.5f));
        EmotionRegion.Everywhere.Center.Should().Be(new ValenceArousal(0.5f, 0.5f));
        new EmotionRegion(0.6f, float.PositiveInfinity, -3, -2).Center.Should().Be(new ValenceArousal(0.8f, 0));
    }

    [Fact]
    public void A_region_around_a_disc_touches_it()
    {
        EmotionRegion.Around(new(0.5f, 0.25f), 0.25f).Should().Be(new EmotionRegion(0.25f, 0.75f, 0, 0.5f));

        FluentActions.Invoking(() => EmotionRegion.Around(new(0.5f, 0.5f), -1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => EmotionRegion.Around(new(float.NaN, 0), 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task An_index_of_a_host_without_a_region_query_reads_all_items()
    {
        IEmotionIndex index = new PlainIndex(PointClouds.Make("uniform", 200, new(1)));
        var region = new EmotionRegion(0.3f, 0.6f, 0, 0.5f);

        var found = await index.WithinAsync(region, Modality.Music).ToListAsync();

        found.Should().NotBeEmpty().And.OnlyContain(item => region.Contains(item.Emotion));
        found.Should().HaveCount((await index.ItemsAsync().ToListAsync()).Count(item => region.Contains(item.Emotion)));
        index.Invoking(i => i.WithinAsync(new(1, 0, 0, 1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    private sealed class PlainIndex(ValenceArousal[] points) : IEmotionIndex
    {
        public Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<EmotionMatch>> NearestAsync(
            ValenceArousal point, int count, Modality? modality = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<EmotionItem> ItemsAsync(
            Modality? modality = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            foreach (var (point, i) in points.Select((point, i) => (point, i))) yield return new($"{i}", Modality.Music, point);
        }
    }
}

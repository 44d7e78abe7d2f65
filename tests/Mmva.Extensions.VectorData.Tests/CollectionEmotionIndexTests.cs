using Mmva.Tasks.Tests.Retrieval.Conformance;

namespace Mmva.Extensions.VectorData.Tests;

public sealed class CollectionEmotionIndexTests : EmotionIndexConformance
{
    private readonly SmallCollection _collection = new();

    protected override Task<IEmotionIndex> CreateAsync() => Task.FromResult(_collection.AsEmotionIndex());

    protected override Task<IEmotionIndex> ReopenAsync(IEmotionIndex index) => Task.FromResult(_collection.AsEmotionIndex());
}

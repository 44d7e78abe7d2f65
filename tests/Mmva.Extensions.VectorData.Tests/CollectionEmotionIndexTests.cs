using Mmva.Tasks.Tests.Retrieval.Conformance;

namespace Mmva.Extensions.VectorData.Tests;

public sealed class CollectionEmotionIndexTests : EmotionIndexConformance
{
    private readonly SmallCollection _collection = new();

    // comparing sets of ids takes quadratic time
    protected override int ItemCount => 450;

    protected override Task<IEmotionIndex> CreateAsync() => Task.FromResult(_collection.AsEmotionIndex());

    protected override Task<IEmotionIndex> ReopenAsync(IEmotionIndex index) => Task.FromResult(_collection.AsEmotionIndex());
}

/// <summary>Stores that report squared distances have the same answers.</summary>
public sealed class SquaredDistanceIndexTests : EmotionIndexConformance
{
    private readonly SmallCollection _collection = new(squared: true);

    protected override int ItemCount => 300;

    protected override Task<IEmotionIndex> CreateAsync() => Task.FromResult(_collection.AsEmotionIndex());

    protected override Task<IEmotionIndex> ReopenAsync(IEmotionIndex index) => Task.FromResult(_collection.AsEmotionIndex());
}

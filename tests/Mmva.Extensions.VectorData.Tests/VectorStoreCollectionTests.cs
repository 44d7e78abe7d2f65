using Mmva.Sqlite;
using Mmva.Tasks;
using Mmva.TestSupport;

namespace Mmva.Extensions.VectorData.Tests;

public sealed class InMemoryCollectionTests : VectorStoreCollectionConformance
{
    protected override IEmotionIndex Index { get; } = new InMemoryEmotionIndex();
}

public sealed class SqliteCollectionTests : VectorStoreCollectionConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteEmotionIndex _index;

    public SqliteCollectionTests() => _index = new(_folder.File("index.db"));

    protected override IEmotionIndex Index => _index;

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }
}

/// <summary>There and back: a collection on an index on a collection.</summary>
public sealed class TwiceConvertedCollectionTests : VectorStoreCollectionConformance
{
    protected override IEmotionIndex Index { get; } = new SmallCollection().AsEmotionIndex();
}

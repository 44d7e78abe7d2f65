using Mmva.Tasks.Tests;
using Mmva.Tasks.Tests.Retrieval.Conformance;
using Mmva.TestSupport;

namespace Mmva.Sqlite.Tests;

public sealed class SqliteEmotionIndexTests : EmotionIndexConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteEmotionIndex> _indexes = [];

    public void Dispose()
    {
        foreach (var index in _indexes) index.Dispose();
        _folder.Dispose();
    }

    protected override Task<IEmotionIndex> CreateAsync() => Task.FromResult<IEmotionIndex>(Open());

    protected override Task<IEmotionIndex> ReopenAsync(IEmotionIndex index)
    {
        ((SqliteEmotionIndex)index).Dispose();
        return Task.FromResult<IEmotionIndex>(Open());
    }

    private SqliteEmotionIndex Open()
    {
        var index = new SqliteEmotionIndex(_folder.File("library.db"));
        _indexes.Add(index);
        return index;
    }
}

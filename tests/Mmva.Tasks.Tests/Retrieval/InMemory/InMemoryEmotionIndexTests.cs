using Mmva.Tasks.Tests.Retrieval.Conformance;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Retrieval.InMemory;

public sealed class InMemoryEmotionIndexTests : EmotionIndexConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IEmotionIndex> CreateAsync() => Task.FromResult<IEmotionIndex>(new InMemoryEmotionIndex());

    protected override async Task<IEmotionIndex> ReopenAsync(IEmotionIndex index)
    {
        await ((InMemoryEmotionIndex)index).SaveAsync(_folder.File("index"));
        return InMemoryEmotionIndex.Open(_folder.File("index"));
    }
}

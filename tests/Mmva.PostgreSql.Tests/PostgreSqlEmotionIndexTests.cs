using Mmva.PostgreSql.Tests.Server;
using Mmva.Tasks.Tests.Retrieval.Conformance;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class PostgreSqlEmotionIndexTests(ServerFixture fixture) : EmotionIndexConformance, IAsyncLifetime
{
    private readonly List<PostgreSqlEmotionIndex> _opened = [];
    private PostgreSqlIndexOptions? _options;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var index in _opened) await index.DisposeAsync();
    }

    protected override Task<IEmotionIndex> CreateAsync()
    {
        _options = fixture.FreshOptions();
        return ReopenAsync(null!);
    }

    protected override Task<IEmotionIndex> ReopenAsync(IEmotionIndex index)
    {
        _opened.Add(new PostgreSqlEmotionIndex(_options!));
        return Task.FromResult<IEmotionIndex>(_opened[^1]);
    }
}

using Mmva.Training;

namespace Mmva.Tasks.Tests.Retrieval.Conformance;

/// <summary>Tests that every <see cref="IEmotionIndex"/> must pass; the test class of an index derives from it.</summary>
/// <remarks>
/// Test projects of other stores link the files of this folder:
/// <c>&lt;Compile Include="../Mmva.Tasks.Tests/Retrieval/Conformance/*.cs" LinkBase="Conformance" /&gt;</c>.
/// </remarks>
public abstract partial class EmotionIndexConformance
{
    /// <summary>The number of items in the larger tests.</summary>
    protected virtual int ItemCount => 1500;

    /// <summary>A new, empty index.</summary>
    protected abstract Task<IEmotionIndex> CreateAsync();

    /// <summary>The index as another process would find it: saved if necessary, and opened again.</summary>
    protected abstract Task<IEmotionIndex> ReopenAsync(IEmotionIndex index);

    [SkippableFact]
    public async Task An_empty_index_answers()
    {
        var index = await CreateAsync();

        await index.AddAsync([]);
        await index.UpsertAsync([]);
        (await index.RemoveAsync([])).Should().Be(0);
        (await index.RemoveAsync(["nobody"])).Should().Be(0);
        (await index.FindAsync("nobody")).Should().BeNull();
        (await index.CountAsync()).Should().Be(0);
        (await index.CountAsync(Modality.Music)).Should().Be(0);
        (await index.NearestAsync(new(0.5f, 0.5f), 10)).Should().BeEmpty();
        (await index.NearestAsync(new(0.5f, 0.5f), int.MaxValue, Modality.Image)).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task An_item_comes_back_as_it_was()
    {
        var index = await CreateAsync();
        EmotionItem[] items =
        [
            new("plain", Modality.Image, new(0.25f, 0.75f)),
            new("empty payload", Modality.Music, new(-0.1f, 1.1f), ""),
            new("all", Modality.Caption, new(float.Epsilon, 1 / 3f), "{\"title\":\"Für Elise\"}", new[] { 1.5f, -2e-30f, float.MaxValue }),
        ];

        await index.AddAsync(items);

        foreach (var item in items) ShouldBe(await index.FindAsync(item.Id), item);
        foreach (var match in await index.NearestAsync(new(0, 0), 3)) ShouldBe(match.Item, items.Single(item => item.Id == match.Item.Id));
    }

    [SkippableFact]
    public async Task Any_text_is_an_id_and_a_payload()
    {
        var index = await CreateAsync();
        string[] ids =
        [
            "a", "A", " a", "a ", "a'b", "a\"b", "a;--", "%", "_", "\\", "a\tb\r\nc", "日本語", "🎵🎶", "é", "e\u0301", "\uFEFF", "null", "1",
                "01", "ÿ\u00FF",
            new('x', EmotionItem.MaxIdLength), new('音', EmotionItem.MaxIdLength),
                string.Concat(Enumerable.Repeat("🎵", EmotionItem.MaxIdLength / 2)),
        ];

        await index.AddAsync([.. ids.Select((id, i) => new EmotionItem(id, Modality.Caption, new(i, 0), i == 0 ? new('ж', 100_000) : id))]);

        (await index.CountAsync()).Should().Be(ids.Length);
        foreach (var id in ids)
            (await index.FindAsync(id))
                .Should().Match<EmotionItem>(item => item.Id == id && item.Payload!.Length == (id == "a" ? 100_000 : id.Length)
                && (id == "a" || item.Payload == id));
        (await index.FindAsync("\uD800")).Should().BeNull("an unpaired surrogate is not text");
        (await index.RemoveAsync(["a", "\uDC00", "e\u0301"])).Should().Be(2);
        (await index.FindAsync("é")).Should().NotBeNull();
    }

    [SkippableFact]
    public async Task An_existing_id_is_refused_with_its_whole_batch()
    {
        var index = await CreateAsync();
        await index.AddAsync([Item("there", 0.1f)]);

        var add = async () => await index.AddAsync([Item("new", 0.2f), Item("there", 0.3f), Item("newer", 0.4f)]);

        (await add.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*'there'*");
        (await index.CountAsync()).Should().Be(1);
        (await index.FindAsync("there"))!.Emotion.Valence.Should().Be(0.1f);
        (await index.FindAsync("new")).Should().BeNull();
    }

    [SkippableFact]
    public async Task An_id_twice_in_a_batch_is_refused_with_its_whole_batch()
    {
        var index = await CreateAsync();

        var add = async () => await index.AddAsync([Item("twin", 0.2f), Item("other", 0.3f), Item("twin", 0.2f)]);
        var upsert = async () => await index.UpsertAsync([Item("twin", 0.2f), Item("other", 0.3f), Item("twin", 0.2f)]);

        (await add.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*'twin'*");
        (await upsert.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*'twin'*");
        (await index.CountAsync()).Should().Be(0);
    }

    public static TheoryData<string> Invalid => new(InvalidItems.Keys);

    [SkippableTheory]
    [MemberData(nameof(Invalid))]
    public async Task An_invalid_item_is_refused_with_its_whole_batch(string name)
    {
        var index = await CreateAsync();

        var add = async () => await index.AddAsync([Item("fine", 0.2f), InvalidItems[name]]);
        var upsert = async () => await index.UpsertAsync([Item("fine", 0.2f), InvalidItems[name]]);

        await add.Should().ThrowAsync<EmotionIndexException>();
        await upsert.Should().ThrowAsync<EmotionIndexException>();
        (await index.CountAsync()).Should().Be(0);
    }

    [SkippableFact]
    public async Task Upsert_replaces_all_of_an_item()
    {
        var index = await CreateAsync();
        await index.AddAsync([new("moves", Modality.Image, new(0.1f, 0.1f), "before", new[] { 1f }), Item("stays", 0.9f)]);

        var after = new EmotionItem("moves", Modality.Music, new(0.8f, 0.8f));
        await index.UpsertAsync([after, Item("new", 0.5f)]);

        ShouldBe(await index.FindAsync("moves"), after);
        (await index.CountAsync()).Should().Be(3);
        (await index.CountAsync(Modality.Image)).Should().Be(0);
        (await index.NearestAsync(new(0.1f, 0.1f), 3)).Select(m => m.Item.Id).Should().BeEquivalentTo("moves", "stays", "new");
        (await index.NearestAsync(new(0.8f, 0.8f), 1))[0].Item.Id.Should().Be("moves");
    }

    [SkippableFact]
    public async Task Removed_items_are_not_found_and_may_be_added_again()
    {
        var index = await CreateAsync();
        await index.AddAsync([Item("a", 0.1f), Item("b", 0.2f), Item("c", 0.3f)]);

        (await index.RemoveAsync(["b", "nobody", "b", "c"])).Should().Be(2);

        (await index.CountAsync()).Should().Be(1);
        (await index.FindAsync("b")).Should().BeNull();
        (await index.NearestAsync(new(0.2f, 0), 5)).Select(m => m.Item.Id).Should().Equal("a");
        await index.AddAsync([Item("b", 0.7f)]);
        (await index.NearestAsync(new(0.7f, 0), 1))[0].Should().Match<EmotionMatch>(m => m.Item.Id == "b" && m.Distance == 0 && m.Similarity == 1);
        (await index.RemoveAsync(["a", "b"])).Should().Be(2);
        (await index.NearestAsync(new(0.2f, 0), 5)).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Invalid_queries_are_refused()
    {
        var index = await CreateAsync();
        await index.AddAsync([Item("a", 0.1f)]);

        foreach (var ask in new Func<Task>[]
        {
            async () => await index.NearestAsync(new(0, 0), 0),
            async () => await index.NearestAsync(new(0, 0), -1),
            async () => await index.NearestAsync(new(float.NaN, 0), 1),
            async () => await index.NearestAsync(new(0, float.PositiveInfinity), 1),
            async () => await index.NearestAsync(new(0, 0), 1, (Modality)7),
        })
            await ask.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [SkippableFact]
    public async Task A_canceled_call_changes_nothing()
    {
        var index = await CreateAsync();
        await index.AddAsync([Item("a", 0.1f)]);
        var canceled = new CancellationToken(canceled: true);

        foreach (var call in new Func<Task>[]
        {
            async () => await index.AddAsync([Item("b", 0.1f)], canceled),
            async () => await index.UpsertAsync([Item("a", 0.9f)], canceled),
            async () => await index.RemoveAsync(["a"], canceled),
            async () => await index.FindAsync("a", canceled),
            async () => await index.CountAsync(null, canceled),
            async () => await index.NearestAsync(new(0, 0), 1, null, canceled),
        })
            await call.Should().ThrowAsync<OperationCanceledException>();

        (await index.CountAsync()).Should().Be(1);
        (await index.FindAsync("a"))!.Emotion.Valence.Should().Be(0.1f);
    }

    [SkippableFact]
    public async Task Items_exist_when_the_index_is_opened_again()
    {
        var index = await CreateAsync();
        var items = RandomItems("uniform", ItemCount, new(3));
        await index.AddAsync(items);
        await index.RemoveAsync([.. items.Take(100).Select(item => item.Id)]);
        await index.UpsertAsync([items[0], items[200] with { Payload = "changed" }]);

        var again = await ReopenAsync(index);

        (await again.CountAsync()).Should().Be(ItemCount - 99);
        (await again.FindAsync(items[1].Id)).Should().BeNull();
        ShouldBe(await again.FindAsync(items[0].Id), items[0]);
        (await again.FindAsync(items[200].Id))!.Payload.Should().Be("changed");
        await ShouldAnswerExactlyAsync(again, [items[0], .. items.Skip(100)], new(0.4f, 0.6f), 25, null);
        await again.AddAsync([Item("after", 0.5f)]);
        ShouldBe(await again.FindAsync("after"), Item("after", 0.5f));
    }

    private static readonly Dictionary<string, EmotionItem> InvalidItems = new()
    {
        ["no id"] = Item("", 0.1f),
        ["long id"] = Item(new('x', EmotionItem.MaxIdLength + 1), 0.1f),
        ["zero in id"] = Item("a\0b", 0.1f),
        ["half a character in id"] = Item("a\uD83C", 0.1f),
        ["turned surrogates in payload"] = Item("p", 0.1f) with { Payload = "\uDFB5\uD83C" },
        ["zero in payload"] = Item("p", 0.1f) with { Payload = "\0" },
        ["unknown modality"] = Item("m", 0.1f) with { Modality = (Modality)3 },
        ["valence not a number"] = Item("v", float.NaN),
        ["arousal infinite"] = Item("v", 0.1f) with { Emotion = new(0.5f, float.NegativeInfinity) },
        ["embedding not finite"] = Item("e", 0.1f) with { Embedding = new[] { 1, float.NaN, 2 } },
        ["embedding too long"] = Item("e", 0.1f) with { Embedding = new float[EmotionItem.MaxEmbeddingLength + 1] },
    };

    private static EmotionItem Item(string id, float valence) => new(id, Modality.Music, new(valence, 0));

    private static EmotionItem[] RandomItems(string cloud, int count, RandomSource random) =>
        [.. PointClouds.Make(cloud, count, random)
            .Select((point, i) => new EmotionItem($"item {i}", (Modality)random.Next(3), point, i % 2 == 0 ? $"payload {i}" : null))];

    private static void ShouldBe(EmotionItem? actual, EmotionItem expected)
    {
        actual.Should().NotBeNull();
        (actual! with { Embedding = default }).Should().Be(expected with { Embedding = default });
        actual.Embedding.ToArray().Should().Equal(expected.Embedding.ToArray());
    }

    // distances must be those of a linear search; the choice among equally distant items is free
    private static async Task ShouldAnswerExactlyAsync(
        IEmotionIndex index, IReadOnlyList<EmotionItem> items, ValenceArousal point, int count, Modality? modality)
    {
        var expected = items.Where(item => modality is null || item.Modality == modality).Select(item => item.Emotion.DistanceTo(point)).Order()
            .Take(count).ToArray();
        var matches = await index.NearestAsync(point, count, modality);

        matches.Should().HaveCount(expected.Length);
        matches.Select(match => match.Item.Id).Should().OnlyHaveUniqueItems();
        for (var i = 0; i < expected.Length; i++)
        {
            var match = matches[i];
            match.Distance
                .Should().BeApproximately(expected[i], 1e-12 * expected[i], "match {0} of {1} near {2} among {3}", i, count, point, modality);
            match.Distance.Should().BeApproximately(match.Item.Emotion.DistanceTo(point), 1e-12 * expected[i]);
            match.Similarity.Should().BeApproximately(Math.Exp(-expected[i] / EmotionalSimilarity.ImemnetSigma), 1e-9);
            if (modality is not null) match.Item.Modality.Should().Be(modality);
        }
    }
}

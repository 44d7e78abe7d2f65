using Microsoft.Extensions.Options;

namespace Mmva.Tasks.Tests.Prompts;

public sealed class PromptSelectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    private static readonly PromptSet Prompts =
        PromptSetTests.Set(["{a} {b}"], ("a", ["x", "y", "z"]), ("b", [.. Enumerable.Range(0, 300).Select(i => $"{i}")]));

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Images_videos_music_texts_and_points_find_the_nearest_prompt()
    {
        using var selector = Selector(new HashPredictor());
        var catalogue = await selector.PrepareAsync();

        Same(await selector.SelectAsync(Gray(51), 4), new(0.2f, 0.2f), 4);
        Same(await selector.SelectAsync([Gray(0), Gray(51), Gray(102)], 2), new(0.2f, 0.2f), 2);
        Same(await selector.SelectAsync([new ValenceArousal(0, 0.5f), new ValenceArousal(1, 0.5f)]), new(0.5f, 0.5f), 1);
        Same(await selector.SelectAsync(new Waveform(new float[] { 0.75f, 0 }, 8000), 3), new(0.75f, 0.75f), 3);
        (await selector.SelectAsync("y 42"))[0].Should().Match<PromptMatch>(m => m.Prompt.Text == "y 42" && m.Distance == 0 && m.Similarity == 1);

        void Same(IReadOnlyList<PromptMatch> found, ValenceArousal point, int count) =>
            found.Select(m => m.Prompt.Index).Should()
                .Equal(catalogue.Nearest(point, count, PromptGenerationOptions.DefaultDiversity).Select(m => m.Prompt.Index)).And.HaveCount(count);
    }

    [Fact]
    public async Task Many_images_get_the_same_prompts_as_each_alone_with_one_call_of_the_predictor()
    {
        var predictor = new HashPredictor();
        using var selector = Selector(predictor);
        RgbImage[] images = [Gray(102), Gray(0), Gray(102), Gray(255)];

        var found = await selector.SelectForEachAsync(images, 3);

        predictor.ImageCalls.Should().Be(1);
        found.Should().HaveCount(4);
        for (var i = 0; i < images.Length; i++) Texts(found[i]).Should().Equal(Texts(await selector.SelectAsync(images[i], 3))).And.HaveCount(3);
        Texts(found[0]).Should().NotEqual(Texts(found[1]));
        (await selector.SelectForEachAsync([])).Should().BeEmpty();
        await selector.Awaiting(s => s.SelectForEachAsync([], 0)).Should().ThrowAsync<ArgumentOutOfRangeException>();

        static IEnumerable<string> Texts(IEnumerable<PromptMatch> matches) => matches.Select(m => m.Prompt.Text);
    }

    [Fact]
    public async Task Nothing_to_look_for_is_refused()
    {
        using var selector = Selector(new HashPredictor());
        await selector.Awaiting(s => s.SelectAsync(Array.Empty<RgbImage>())).Should().ThrowAsync<ArgumentException>();
        await selector.Awaiting(s => s.SelectAsync(Array.Empty<ValenceArousal>())).Should().ThrowAsync<ArgumentException>();
        await selector.Awaiting(s => s.SelectAsync(new ValenceArousal(0, 0), 0)).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_cancel_the_others()
    {
        using var cancel = new CancellationTokenSource();
        PromptSelector? selector = null;
        var others = new List<Task<IReadOnlyList<PromptMatch>>>();
        var predictor = new HashPredictor
        {
            OnCaptions = done =>
            {
                if (done != 512 || others.Count > 0) return;
                others.AddRange(Enumerable.Range(0, 5).Select(_ => Task.Run(() => selector!.SelectAsync(new ValenceArousal(0, 0)))));
                cancel.Cancel();
            },
        };
        using (selector = Selector(predictor))
        {
            await selector.Awaiting(s => s.SelectAsync(new ValenceArousal(0, 0), 1, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
            (await Task.WhenAll(others)).Should().HaveCount(5).And.AllSatisfy(found => found.Should().ContainSingle());
        }
        predictor.Captions.Should().Be(900, "every prompt is predicted once");
    }

    private static RgbImage Gray(byte value) => new(1, 1, new byte[] { value, value, value });

    [Fact]
    public void Options_are_validated_without_a_container_too() =>
        FluentActions.Invoking(() => new PromptSelector(new HashPredictor(), new() { Diversity = 1 })).Should().Throw<OptionsValidationException>()
            .WithMessage("*Diversity*");

    private PromptSelector Selector(HashPredictor predictor) => new(predictor, new() { Prompts = Prompts, Folder = _folder });
}

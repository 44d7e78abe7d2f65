using System.Net;
using Microsoft.Extensions.AI;
using Mmva.Extensions.AI;

namespace Mmva.CustomEncoders.Tests;

public sealed class CaptionRefinerTests
{
    private const string Caption = "The audio quality is poor. A piano plays.";

    private int _requests;

    [Fact]
    public async Task The_paper_s_instruction_and_four_examples_precede_the_caption()
    {
        List<ChatMessage> sent = [];
        ChatOptions? used = null;
        var refiner = Refiner((messages, options) =>
        {
            (sent, used) = (messages, options);
            return "A piano plays.";
        });

        (await refiner.RefineAsync(Caption)).Should().Be("A piano plays.");

        sent.Should().HaveCount(10);
        sent[0].Text.Should().StartWith("Refine or remove an audio quality-related phrase to eliminate any mention of audio quality");
        sent.Count(m => m.Role == ChatRole.Assistant).Should().Be(4);
        sent[^1].Text.Should().Be(Caption);
        used!.Temperature.Should().Be(0);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for()
    {
        var busy = new HttpRequestException(null, null, HttpStatusCode.TooManyRequests);
        var refiner = Refiner((_, _) => _requests < 3 ? throw busy : "A piano plays.");

        (await refiner.RefineAsync(Caption)).Should().Be("A piano plays.");

        _requests.Should().Be(3);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, 4)]
    [InlineData(HttpStatusCode.BadGateway, 4)]
    public async Task What_keeps_failing_is_an_error(HttpStatusCode status, int requests)
    {
        var refiner = Refiner((_, _) => throw new HttpRequestException("no", null, status));

        await refiner.Awaiting(r => r.RefineAsync(Caption)).Should().ThrowAsync<MmvaException>()
            .WithMessage($"The language model failed {requests} times: no");

        _requests.Should().Be(requests);
    }

    [Fact]
    public async Task Cancellation_is_not_a_failure()
    {
        var refiner = Refiner((_, _) => throw new OperationCanceledException());

        await refiner.Awaiting(r => r.RefineAsync(Caption, new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();
    }

    private CaptionRefiner Refiner(Func<List<ChatMessage>, ChatOptions?, string> answer) =>
        new(new FakeClient((messages, options) =>
        {
            _requests++;
            return answer(messages, options);
        }), maxAttempts: 4, time: new Impatience());

    private sealed class FakeClient(Func<List<ChatMessage>, ChatOptions?, string> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer([.. messages], options))));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

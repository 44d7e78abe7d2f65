using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mmva.TestSupport;
using OpenAI;

namespace Mmva.CustomEncoders.Tests;

/// <summary>An OpenAI-compatible server on the loopback interface, and OpenAI's own client for it.</summary>
internal sealed class ChatServer : IDisposable
{
    private readonly LoopbackServer _server;
    private int _count;

    /// <param name="answer">The answer to a caption, with the number of the request, from 1.</param>
    public ChatServer(Func<string, int, LoopbackServer.Answer> answer) => _server = new(request =>
    {
        var messages = JsonNode.Parse(request.Body)!["messages"]!.AsArray();
        Captions.Add(TextOf(messages[^1]!["content"]!));
        return answer(Captions[^1], Interlocked.Increment(ref _count));
    });

    public List<string> Captions { get; } = [];

    public List<LoopbackServer.Request> Requests => _server.Requests;

    public static LoopbackServer.Answer Says(string text, string finishReason = "stop") =>
        Json(new { role = "assistant", content = text }, finishReason);

    public static LoopbackServer.Answer Refuses(string text) => Json(new { role = "assistant", content = (string?)null, refusal = text }, "stop");

    public static LoopbackServer.Answer Fails(int status, params (string, string)[] headers) =>
        new(status, """{"error": {"message": "no", "type": "t", "code": "c"}}""", [("Content-Type", "application/json"), .. headers]);

    /// <param name="retries">How often the client itself repeats a request.</param>
    /// <param name="timeout">How long the client waits for an answer.</param>
    public IChatClient Client(int retries = 0, TimeSpan? timeout = null) => new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions
    {
        Endpoint = new(_server.Address, "v1"), RetryPolicy = new ClientRetryPolicy(retries), NetworkTimeout = timeout,
    }).GetChatClient("llama-3.1-8b").AsIChatClient();

    public void Dispose() => _server.Dispose();

    private static LoopbackServer.Answer Json(object message, string finishReason) => new(200, JsonSerializer.Serialize(new
    {
        id = "1", @object = "chat.completion", created = 1, model = "llama-3.1-8b",
        choices = new[] { new { index = 0, message, finish_reason = finishReason } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    }), ("Content-Type", "application/json"));

    // a text, or parts with texts
    private static string TextOf(JsonNode content) => content is JsonArray parts
        ? string.Concat(parts.Select(p => p!["text"]!.GetValue<string>()))
        : content.GetValue<string>();
}

using System.Diagnostics;
using System.Globalization;
using Mmva.Data;
using Mmva.Extensions.AI;
using Mmva.TestSupport;
using static Mmva.CustomEncoders.Tests.ChatServer;

namespace Mmva.CustomEncoders.Tests;

/// <summary>The refinement of captions over HTTP, through OpenAI's client.</summary>
public sealed class CaptionRefinerHttpTests : IDisposable
{
    private const string Caption = "The audio quality is poor. A café pianist plays “Für Elise”.";
    private const string Refined = "A café pianist plays “Für Elise”.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_instruction_the_examples_and_the_caption_are_sent()
    {
        using var server = new ChatServer((_, _) => Says(Refined));

        (await Refiner(server).RefineAsync(Caption)).Should().Be(Refined);

        var request = server.Requests.Should().ContainSingle().Subject;
        (request.Method, request.Path).Should().Be(("POST", "/v1/chat/completions"));
        request.Body.Should().Contain(CaptionRefiner.Instruction).And.Contain("\"temperature\":0").And.Contain("llama-3.1-8b");
        server.Captions.Should().Equal(Caption);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Overloaded_servers_are_asked_again(int status)
    {
        using var server = new ChatServer((_, count) => count < 3 ? Fails(status) : Says(Refined));

        (await Refiner(server).RefineAsync(Caption)).Should().Be(Refined);

        server.Captions.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task What_is_refused_for_good_is_not_repeated(int status)
    {
        using var server = new ChatServer((_, _) => Fails(status));

        await Refiner(server).Awaiting(r => r.RefineAsync(Caption)).Should().ThrowAsync<MmvaException>()
            .WithMessage($"The language model failed 1 times: *{status}*");

        server.Captions.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_client_waits_for_what_Retry_After_requests(bool seconds)
    {
        using var server = new ChatServer((_, count) => count > 1 ? Says(Refined) : Fails(429, ("Retry-After", seconds
            ? "2" : DateTimeOffset.UtcNow.AddSeconds(3).ToString("R", CultureInfo.InvariantCulture))));
        var time = Stopwatch.StartNew();

        (await new CaptionRefiner(server.Client(retries: 3)).RefineAsync(Caption)).Should().Be(Refined);

        time.Elapsed.TotalSeconds.Should().BeInRange(1.5, 20);
        server.Captions.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_server_that_keeps_silent_is_asked_again()
    {
        using var server = new ChatServer((_, count) => count > 1 ? Says(Refined) : new(200, "") { SilenceBefore = TimeSpan.FromSeconds(30) });

        (await Refiner(server, TimeSpan.FromSeconds(0.5)).RefineAsync(Caption)).Should().Be(Refined);

        server.Captions.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("{\"id\": \"1\", \"choices\": [{\"mess", -1)]
    [InlineData("{\"id\": \"1\", \"choices\": [{\"mess", 5000)]
    [InlineData("<html>busy</html>", -1)]
    public async Task An_answer_that_is_cut_off_or_is_not_JSON_is_asked_for_again(string body, int length)
    {
        using var server = new ChatServer((_, count) => count > 1 ? Says(Refined)
            : new(200, body, ("Content-Type", "application/json")) { ContentLength = length });

        (await Refiner(server).RefineAsync(Caption)).Should().Be(Refined);
    }

    [Fact]
    public async Task An_answer_at_the_limit_of_tokens_is_not_a_caption()
    {
        using var server = new ChatServer((_, _) => Says("A café pia", "length"));

        await Refiner(server).Awaiting(r => r.RefineAsync(Caption)).Should().ThrowAsync<MmvaException>().WithMessage("The answer was cut off*");

        server.Captions.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_refusal_in_its_own_field_is_returned()
    {
        using var server = new ChatServer((_, _) => Refuses("I'm sorry, I can't do that."));

        (await Refiner(server).RefineAsync(Caption)).Should().Be("I'm sorry, I can't do that.");
    }

    [Fact]
    public async Task No_caption_is_lost_whatever_the_server_answers()
    {
        var cases = Cases();
        using var server = new ChatServer((caption, _) => cases.Single(c => c.Caption == caption || c.Second == caption) switch
        {
            { Second: { } second } known when caption == second => known.SecondAnswer!,
            var known => known.Answer,
        });

        var dataset = await BuildAsync(server, [.. cases.Select(c => c.Caption), "A calm piano with a dreamy quality."]);

        dataset.Clips.Select(c => c.Item.Caption).Should()
            .Equal(cases.Select(c => c.Expected ?? c.Caption).Append("A calm piano with a dreamy quality."));
        server.Captions.Should().NotContain(c => c.Contains("dreamy"));
        dataset.Refinement.Should().Be(new RefinementCounts(cases.Length, 7, 1, 2, 1, 2, 1));
        dataset.Refinement!.Kept.Should().Be(7);
        dataset.Problems.Should().HaveCount(7);
    }

    [Fact]
    public async Task A_canceled_run_resumes_and_two_at_once_are_refused()
    {
        var captions = Enumerable.Range(0, 6).Select(i => $"A piano plays melody {i}. The audio quality is poor.").ToArray();
        using var end = new CancellationTokenSource();
        using var server = new ChatServer((caption, count) =>
        {
            if (count == 4) end.Cancel();
            return Says(caption[..^27]);
        });
        var file = _folder.File("answers.jsonl");

        var canceled = () => BuildAsync(server, captions, file, end.Token);
        await canceled.Should().ThrowAsync<OperationCanceledException>();
        File.AppendAllText(file, "{\"key\":\"A piano plays melody 5. The"); // as a kill leaves it
        server.Captions.Clear();
        var running = File.ReadAllLines(file).Length;
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            var second = () => BuildAsync(server, captions, file);
            await second.Should().ThrowAsync<DatasetException>().WithMessage("*answers.jsonl: cannot be opened, or is used by another run*");
        }
        var dataset = await BuildAsync(server, captions, file);

        running.Should().Be(4, "three answers and half a line");
        dataset.Clips.Select(c => c.Item.Caption).Should().Equal(captions.Select(c => c[..^27]));
        server.Captions.Should().Equal(captions[3..]);
        dataset.Refinement.Should().Be(new RefinementCounts(6, 6, 0, 0, 0, 0, 0));
        File.ReadAllLines(file).Should().HaveCount(6);
    }

    private static Case[] Cases() =>
    [
        new("A piano plays one. The audio quality is poor.", Says("A piano plays one."), "A piano plays one."),
        new("A piano plays two. The audio quality is poor.", Says("\"A piano plays two.\""), "A piano plays two."),
        new("A piano plays three. The audio quality is poor.",
            Says("Here is the refined caption:\n\n\"A piano plays three.\"\n\nI removed the phrase."),
            "A piano plays three."),
        new("A piano plays four. The audio quality is poor.",
            Says("Sure! Here's the caption without it:\n**A piano plays four.**"), "A piano plays four."),
        new("A piano plays five. The audio quality is poor.",
            Says("<think>The quality must go.</think>\n\nA piano plays five."), "A piano plays five."),
        new("A piano plays six. The audio quality is poor.", Says("Refined caption: A piano plays six."), "A piano plays six."),
        new("A piano plays seven. The audio quality is poor and it is in mono.", Says("A piano plays seven. It is in mono."), "A piano plays seven.")
        {
            Second = "A piano plays seven. It is in mono.", SecondAnswer = Says("A piano plays seven."),
        },
        new("A piano plays eight. The audio quality is poor.", Says("A piano plays eight in poor audio quality."))
        {
            Second = "A piano plays eight in poor audio quality.", SecondAnswer = Says("A piano plays eight in bad quality."),
        },
        new("A piano plays nine. The audio quality is poor.", Says("I'm sorry, but I can't help with that.")),
        new("A piano plays ten. The audio quality is poor.", Refuses("I cannot assist with this request.")),
        new("A piano plays eleven. The audio quality is poor.", Says("")),
        new("A piano plays twelve. The audio quality is poor.", Says(string.Join(' ', Enumerable.Repeat("A piano plays twelve.", 60)))),
        new("A piano plays thirteen. The audio quality is poor.", Says("Let me know if there is anything else to do!")),
        new("A piano plays fourteen. The audio quality is poor.", Fails(400)),
    ];

    private async Task<ImemnetDataset> BuildAsync(
        ChatServer server, string[] captions, string? file = null, CancellationToken cancellationToken = default)
    {
        // a song of 15 seconds for each caption, with ratings of its first two seconds
        _folder.Write("naps/NAPS.csv", "ID,valence,arousal\na,1,9\nb,9,1\n");
        foreach (var image in "ab") _folder.Write($"naps/{image}.jpg", "x");
        var songs = string.Concat(captions.Select((_, i) => $"{2001 + i},0.1,0.2,0.{i + 1},0.4\n"));
        foreach (var table in new[] { "valence.csv", "arousal.csv" })
            _folder.Write(
                $"deam/annotations/dynamic (per second annotations)/{table}",
                "song_id,sample_15000ms,sample_15500ms,sample_16000ms,sample_16500ms\n" + songs);
        foreach (var (i, _) in captions.Index()) _folder.Write($"deam/audio/{2001 + i}.wav", "x");
        var table9 = captions.Select((caption, i) => (Id: $"{2001 + i}-9", caption)).ToDictionary(c => c.Id, c => c.caption);
        return await Imemnet.From(Datasets.Naps(_folder.File("naps")), Datasets.DeamOverTime(_folder.File("deam")))
            .Caption(new CaptionTable(table9)).ReplacePhrase().Refine(Refiner(server).RefineAsync, file).BuildAsync(null, cancellationToken);
    }

    private static CaptionRefiner Refiner(ChatServer server, TimeSpan? timeout = null) =>
        new(server.Client(timeout: timeout), maxAttempts: 4, time: new Impatience());

    private sealed record Case(string Caption, LoopbackServer.Answer Answer, string? Expected = null)
    {
        public string? Second { get; init; }

        public LoopbackServer.Answer? SecondAnswer { get; init; }
    }
}

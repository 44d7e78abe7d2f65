namespace Mmva.Data;

/// <summary>The second step of refinement: asks a language model about the captions that speak of quality, and never loses one.</summary>
/// <param name="refine">Returns the model's answer for a caption.</param>
/// <param name="file">Keeps answers, so that a stopped run resumes; optional.</param>
/// <param name="problems">Receives what was not refined, and why.</param>
internal sealed class CaptionRefiningStep(Func<string, CancellationToken, Task<string>> refine, string? file, List<string> problems)
{
    /// <summary>Failures in a row after which the model is not asked again in this run.</summary>
    public const int MaxFailuresInRow = 5;

    private const int ShownAnswer = 80;

    private readonly int[] _verdicts = new int[Enum.GetValues<RefinementVerdict>().Length];
    private int _aboutQuality, _failed, _failures;

    /// <summary>Refines the captions in place.</summary>
    public async Task<RefinementCounts> RunAsync(List<MusicClip> clips, IProgress<FileProgress>? progress, CancellationToken cancellationToken)
    {
        using var answers = new CaptionFile(file);
        List<int> concerned = [.. Enumerable.Range(0, clips.Count)
            .Where(i => clips[i].Item.Caption is { } caption && CaptionRefinement.MentionsQuality(caption))];
        _aboutQuality = concerned.Count;
        foreach (var (done, i) in concerned.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var clip = clips[i];
            if (await AnswerAsync(answers, clip, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                var (verdict, text) = CaptionRefinement.Judge(clip.Item.Caption!, answer);
                _verdicts[(int)verdict]++;
                if (verdict == RefinementVerdict.Refined) clips[i] = clip with { Item = clip.Item with { Caption = text } };
                else problems.Add($"{clip.Item.Id}: the caption is kept, because the answer {Describe(verdict)}: '{Shown(answer)}'");
            }
            progress?.Report(new(done + 1, _failed, concerned.Count));
        }
        return new(
            _aboutQuality, Count(RefinementVerdict.Refined), Count(RefinementVerdict.StillAboutQuality), Count(RefinementVerdict.Refused),
            Count(RefinementVerdict.Empty), Count(RefinementVerdict.NotACaption), _failed);

        int Count(RefinementVerdict verdict) => _verdicts[(int)verdict];
    }

    private async Task<string?> AnswerAsync(CaptionFile answers, MusicClip clip, CancellationToken cancellationToken)
    {
        var caption = clip.Item.Caption!;
        if (answers.TryGet(caption, out var known)) return known;
        if (_failures == MaxFailuresInRow || await AskAsync(clip, caption, cancellationToken).ConfigureAwait(false) is not { } answer)
        {
            _failed++;
            return null;
        }
        answers.Add(caption, answer);
        return answer;
    }

    private async Task<string?> AskAsync(MusicClip clip, string caption, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await refine(caption, cancellationToken).ConfigureAwait(false) ?? "";
            // what is left of quality is asked about once
            if (CaptionRefinement.Judge(caption, answer) is (RefinementVerdict.StillAboutQuality, var rest))
            {
                var second = await refine(rest, cancellationToken).ConfigureAwait(false) ?? "";
                if (CaptionRefinement.Judge(caption, second).Verdict == RefinementVerdict.Refined) answer = second;
            }
            _failures = 0;
            return answer;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            problems.Add($"{clip.Item.Id}: the caption is kept, because the language model failed: {e.Message}");
            if (++_failures == MaxFailuresInRow)
                problems.Add($"The language model failed {_failures} times in a row and is not asked again in this run.");
            return null;
        }
    }

    private static string Describe(RefinementVerdict verdict) => verdict switch
    {
        RefinementVerdict.Empty => "is empty",
        RefinementVerdict.Refused => "is a refusal",
        RefinementVerdict.StillAboutQuality => "still speaks of quality",
        _ => "is not a refined caption",
    };

    private static string Shown(string answer) => answer.Length > ShownAnswer ? answer[..ShownAnswer] + "…" : answer;
}

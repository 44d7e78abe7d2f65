using Mmva.Data;
using Mmva.Evaluation;

namespace Mmva.Tasks.Evaluation;

/// <summary>Compares scores of a video's frames with its human annotations.</summary>
/// <remarks>
/// Users' ratings become summaries in the same way as scores: mean per shot, then the knapsack. A frame marked by a user stands for its shot. So
/// shots of unequal length raise every F-score, even that of constant scores, because the knapsack favors the same short shots for people and
/// programs: compare with <see cref="SummaryBaselines"/>, and look at the rank correlations, which need no shots. Immutable; safe to use from
/// several threads.
/// </remarks>
public sealed class SummaryEvaluation
{
    /// <summary>Rank correlations use every 15th frame: two per second.</summary>
    public const int SampleStep = 15;

    private readonly FrameSet[] _summaries;
    private readonly RankedValues?[] _ranked;

    /// <summary>Creates the summaries of the users.</summary>
    /// <param name="video">The annotations.</param>
    /// <param name="shotLengths">The lengths of all shots in frames; together they cover the video.</param>
    /// <param name="share">The maximum length of a summary as a share of the video.</param>
    /// <exception cref="ArgumentException">The shots do not cover the video.</exception>
    public SummaryEvaluation(AnnotatedVideo video, IReadOnlyList<int> shotLengths, double share = VideoSummaryOptions.DefaultShare)
    {
        Video = video;
        ShotLengths = shotLengths;
        Share = share;
        _summaries = [.. video.Users.Select(user => video.Kind == AnnotationKind.Summaries ? FrameSet.OfScores(user) : Summarize(user))];
        _ranked = [.. video.Users.Select(user => Samples(video.Kind == AnnotationKind.Marks ? Spread(user) : user))];
    }

    /// <summary>The annotated video.</summary>
    public AnnotatedVideo Video { get; }

    /// <summary>The lengths of its shots, in frames.</summary>
    public IReadOnlyList<int> ShotLengths { get; }

    /// <summary>The maximum length of a summary as a share of the video.</summary>
    public double Share { get; }

    /// <summary>Compares scores with all users.</summary>
    /// <param name="scores">One score per frame of the video.</param>
    /// <returns>The agreement.</returns>
    /// <exception cref="ArgumentException">The number of scores differs from the number of frames, or a score is not finite.</exception>
    public SummaryAgreement Compare(ReadOnlySpan<float> scores)
    {
        for (var frame = 0; frame < scores.Length; frame++)
        {
            if (!float.IsFinite(scores[frame]))
                throw new ArgumentException($"The score of frame {frame} is {scores[frame]}: scores must be finite.", nameof(scores));
        }
        return Compare(Summarize(scores), Samples(scores), except: -1);
    }

    /// <summary>Compares every user with all other users: human performance.</summary>
    /// <returns>The mean agreement.</returns>
    public SummaryAgreement CompareUsers() =>
        SummaryAgreement.Mean([.. Enumerable.Range(0, _summaries.Length).Select(user => Compare(_summaries[user], _ranked[user], except: user))]);

    private SummaryAgreement Compare(FrameSet summary, RankedValues? ranked, int except)
    {
        var others = Enumerable.Range(0, _summaries.Length).Where(user => user != except).ToList();
        if (others.Count == 0) return default;
        var f = others.Select(user => _summaries[user].FScore(summary)).ToList();
        var ranks = others.Select(user => Correlations(_ranked[user], ranked)).ToList();
        return new(f.Average(), f.Max(), ranks.Average(r => r.Kendall), ranks.Average(r => r.Spearman));
    }

    private static (double Kendall, double Spearman) Correlations(RankedValues? user, RankedValues? scores) =>
        user is null || scores is null || user.IsConstant || scores.IsConstant ? (0, 0) : (user.KendallB(scores), user.Spearman(scores));

    private FrameSet Summarize(ReadOnlySpan<float> scores) =>
        FrameSet.OfShots(ShotSelection.Select(ShotSelection.MeanScores(scores, ShotLengths), ShotLengths, Share), ShotLengths);

    private float[] Spread(ReadOnlySpan<float> scores) =>
    [
        .. ShotSelection.MeanScores(scores, ShotLengths)
            .Zip(ShotLengths, (score, length) => Enumerable.Repeat((float)score, length)).SelectMany(shot => shot),
    ];

    private static RankedValues? Samples(ReadOnlySpan<float> scores)
    {
        var samples = new double[(scores.Length + SampleStep - 1) / SampleStep];
        for (var i = 0; i < samples.Length; i++) samples[i] = scores[i * SampleStep];
        return samples.Length < 2 ? null : new(samples);
    }
}

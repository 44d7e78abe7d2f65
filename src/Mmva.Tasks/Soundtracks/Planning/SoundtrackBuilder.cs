namespace Mmva.Tasks;

/// <summary>Turns a plan into a soundtrack: the times of its parts and pictures, its scores, and what to say about it.</summary>
internal sealed class SoundtrackBuilder(
    PlanProblem problem, IReadOnlyList<SoundtrackPicture> pictures, IReadOnlyList<SoundtrackTrack> tracks, EmotionalSimilarity similarity,
    SoundtrackOptions options)
{
    /// <param name="plan">The plan.</param>
    /// <param name="bound">A bound on the value of every plan.</param>
    public Soundtrack Build(IReadOnlyList<PlanPart> plan, double bound)
    {
        var parts = new List<SoundtrackPart>(plan.Count);
        foreach (var planned in plan) parts.Add(Part(planned, parts.Count == 0 ? TimeSpan.Zero : parts[^1].End));
        var gap = Math.Max(0, bound - problem.ValueOf(plan)) / pictures.Count;
        return new(parts, Mean(parts.SelectMany(part => part.Slides)), gap < 1e-9 ? 0 : gap, [.. Notices(parts)])
        {
            Crossfade = options.Crossfade, FadeOut = options.FadeOut,
        };
    }

    private SoundtrackPart Part(PlanPart part, TimeSpan start)
    {
        var (track, usable) = (tracks[problem.Order[part.Track]], problem.Usable[part.Track]);
        var length = problem.Times.Length(part.Start, part.End, usable);
        var slides = new List<SoundtrackSlide>(part.End - part.Start);
        for (var i = part.Start; i < part.End; i++)
        {
            var from = slides.Count == 0 ? start : slides[^1].End;
            // lengths that are given are kept to the last digit
            var to = pictures[i].Length is { } own ? from + own
                : !options.FitToTracks ? from + options.PictureLength
                : from + TimeSpan.FromSeconds(problem.Times.EndWithin(part.Start, part.End, i, length)
                    - (i == part.Start ? 0 : problem.Times.EndWithin(part.Start, part.End, i - 1, length)));
            slides.Add(new(pictures[i], from, to, similarity.Score(pictures[i].Emotion, track.Emotion)));
        }
        return new(track, start, slides[^1].End, Mean(slides), problem.Times.Plays(part.Start, part.End, usable), slides);
    }

    private static double Mean(IEnumerable<SoundtrackSlide> slides)
    {
        var (sum, length) = (0.0, 0.0);
        foreach (var slide in slides)
        {
            sum += slide.Score * (slide.End - slide.Start).TotalSeconds;
            length += (slide.End - slide.Start).TotalSeconds;
        }
        return sum / length;
    }

    private static IEnumerable<string> Notices(List<SoundtrackPart> parts)
    {
        if (parts.Where(part => part.Plays > 1).ToList() is not { Count: > 0 } repeated) yield break;
        yield return "No choice of tracks that are long enough covers the pictures, so some are played again: "
            + string.Join(", ", repeated.Select(part => FormattableString.Invariant($"{part.Track.Title} ({part.Plays} times)")))
            + ". Longer tracks, more of them, or shorter pictures help.";
    }
}

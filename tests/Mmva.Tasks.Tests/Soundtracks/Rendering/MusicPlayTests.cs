namespace Mmva.Tasks.Tests;

public sealed class MusicPlayTests
{
    [Fact]
    public void Tracks_overlap_by_the_crossfade_and_the_last_one_fades_out_at_the_end()
    {
        Plays(("a", 60, 1, [20, 10]), ("b", 60, 1, [40])).Should().Equal(("a", 0, 32, 0, 2), ("b", 30, 40, 2, 3));
    }

    [Fact]
    public void A_track_that_is_played_again_is_cut_into_equal_lengths()
    {
        Plays(("a", 30, 3, [70])).Select(play => Math.Round(play.Length, 2)).Should().Equal(25.33, 25.33, 23.33);
    }

    [Fact]
    public void What_is_left_of_a_track_and_half_of_the_next_limit_the_overlap()
    {
        Plays(("a", 31, 1, [30]), ("b", 60, 1, [3]), ("c", 60, 1, [20])).Should().Equal(("a", 0, 31, 0, 1), ("b", 30, 5, 1, 2), ("c", 33, 20, 2, 3));
        Plays(("a", 60, 1, [30]), ("b", 60, 1, [3])).Should().Equal(("a", 0, 31.5, 0, 1.5), ("b", 30, 3, 1.5, 1.5));
    }

    private static IEnumerable<(string Track, double Start, double Length, double FadeIn, double FadeOut)> Plays(
        params (string Track, double Length, int Plays, double[] Pictures)[] parts) =>
        MusicPlay.Of(MadeUpSoundtrack.Of("", parts)).Select(play => (
            play.Track.Path, play.Start.TotalSeconds, play.Length.TotalSeconds, play.FadeIn.TotalSeconds, play.FadeOut.TotalSeconds));
}

using System.CommandLine;
using System.CommandLine.Parsing;
using ConsoleProgram;
using Mmva;
using Mmva.Tasks;

namespace MakePlaylist;

/// <param name="Music">The folder of the music, or null for the demo tracks.</param>
/// <param name="IndexFile">The index that is kept between runs, or null.</param>
/// <param name="Mix">The mix, or null for a way.</param>
/// <param name="Way">The stops of the way, as they were written.</param>
/// <param name="Vocabulary">The file of the moods that stops may name, or null for the default ones.</param>
/// <param name="Out">The file of the playlist.</param>
/// <param name="Name">The name that players show.</param>
/// <param name="SmartLimit">The most tracks of a smart playlist, or null for a playlist of tracks.</param>
internal sealed record Arguments(
    string? Music, string? IndexFile, MoodMix? Mix, IReadOnlyList<StopText> Way, string? Vocabulary, PlaylistLength Length, string Out, string Name,
    int? SmartLimit, ulong? Seed, bool SeveralPerArtist, Listening Listening)
{
    private const string SmartExtension = ".nsp";
    private static readonly string[] Extensions = [".m3u8", ".m3u", SmartExtension];
    private const int DefaultMinutes = 45;

    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var music = CommandLine.FolderArgument(
            "MUSIC",
            "Music, including the folders below. Without it, eight tracks are synthesized into a folder 'demo tracks' next to the playlist.");
        var index = CommandLine.Text("--index", "FILE", "Keeps the index between runs: only new and changed tracks are processed again.");
        var mix = new Option<string?>("--mix")
        {
            HelpName = "MIX", Description = $"A mix: {string.Join(", ", MoodMix.All.Select(one => one.Name.ToLowerInvariant()))}.",
        }.Checked(name => MoodMix.Find(name) is null
            ? $"--mix takes {string.Join(" or ", MoodMix.All.Select(one => one.Name.ToLowerInvariant()))}, not '{name}'." : null);
        var from = CommandLine.Text("--from", "STOP", "Where the playlist starts. " + StopText.Help)
            .Checked(text => StopText.ErrorOf("--from", text));
        var to = CommandLine.Text("--to", "STOP", "Where it ends.").Checked(text => StopText.ErrorOf("--to", text));
        var arc = new Option<string?>("--arc")
        {
            HelpName = "STOPS", Description = """
                Or all stops, separated by semicolons, evenly over the time or at a share of it: "calm; lively @ 30%; calm".
                """,
        }.Checked(StopText.ErrorOfAll);
        var vocabulary = CommandLine.Text("--vocabulary", "FILE", "The moods that a STOP may name, in JSON or CSV, instead of the default ones.");
        var minutes = CommandLine.Number("--minutes", "N", $"The length: met within one track. {DefaultMinutes} without --tracks.", 1.0, 1440);
        var tracks = CommandLine.Number("--tracks", "N", "The length as a number of tracks.", 1, PlaylistLength.MaxTracks);
        var output = CommandLine.Text("--out", "FILE", """
            The playlist: FILE.m3u8 for any player, or FILE.nsp, a smart playlist of a mix for Navidrome, which needs no MUSIC.
            """, "playlist.m3u8").Checked(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            ? null : $"--out takes a name that ends with {string.Join(" or ", Extensions)}, not '{file}'.");
        var name = CommandLine.Text("--name", "NAME", "The name that players show; otherwise the mix or the name of the file.");
        var seed = CommandLine.Number("--seed", "N", "Another playlist for each number.", 0UL, ulong.MaxValue);
        var several = CommandLine.Flag("--several-per-artist", "Allows several tracks of an artist.");
        var command = new RootCommand("""
            Makes a playlist by emotion: a mix for a mood, or a smooth way from one mood or track to another.

              Playlist MUSIC --mix MIX [--minutes N]
              Playlist MUSIC --from STOP --to STOP [--minutes N]
              Playlist MUSIC --arc "STOP; STOP; STOP" [--minutes N]
              Playlist --mix MIX --out FILE.nsp [--tracks N]

            Standard output lists the tracks: when each starts, its valence and arousal, artist and title.
            A track that fails is reported on standard error, the others are still used, and the exit code is 1.
            """) { music, index, mix, from, to, arc, vocabulary, minutes, tracks, output, name, seed, several };
        Listening.AddTo(command);
        command.Check(given => (Has(given, mix), Has(given, from), Has(given, to), Has(given, arc)) switch
        {
            (true, false, false, false) or (false, true, true, false) or (false, false, false, true) => null,
            (false, false, false, false) => "Say what kind of playlist: --mix MIX, --from STOP --to STOP, or --arc \"STOP; STOP\".",
            (false, true, false, false) => "--from needs --to.",
            (false, false, true, false) => "--to needs --from.",
            _ => "Only one of --mix, --from with --to, and --arc is possible.",
        });
        command.Check(given => Has(given, vocabulary) && Has(given, mix)
            ? "--vocabulary names moods for --from, --to and --arc, not for --mix." : null);
        command.Check(given => Has(given, minutes) && Has(given, tracks) ? "Give --minutes or --tracks, not both." : null);
        command.Check(given => !IsSmart(given.GetValue(output)) ? null
            : !Has(given, mix) ? "A smart playlist has no order: it needs --mix. Use --out FILE.m3u8 for a way."
            : Has(given, minutes) ? "A smart playlist is limited by --tracks, not by --minutes."
            : Has(given, music) || Has(given, index) || Has(given, seed) || Has(given, several)
                ? "A smart playlist is made from tags by the server: it takes no MUSIC, --index, --seed or --several-per-artist." : null);
        command.SetAction((line, cancellationToken) =>
        {
            var (file, chosen) = (line.GetRequiredValue(output), line.GetValue(mix) is { } word ? MoodMix.Find(word) : null);
            var way = line.GetValue(arc) is { } stops ? StopText.Split(stops)
                : line.GetValue(from) is { } first ? [new(first, null), new(line.GetValue(to)!, null)] : [];
            return run(
                new(line.GetValue(music)?.ToString(), line.GetValue(index), chosen, way, line.GetValue(vocabulary),
                    line.GetValue(tracks) is { } count ? PlaylistLength.OfTracks(count)
                        : PlaylistLength.OfDuration(TimeSpan.FromMinutes(line.GetValue(minutes) ?? DefaultMinutes)),
                    file, line.GetValue(name) ?? (chosen is null ? Path.GetFileNameWithoutExtension(file) : chosen.Name + " Mix"),
                    IsSmart(file) ? line.GetValue(tracks) ?? SmartPlaylist.DefaultLimit : null, line.GetValue(seed), line.GetValue(several),
                    Listening.Of(line)),
                cancellationToken);
        });
        return command;
    }

    private static bool Has(CommandResult given, Symbol symbol) => symbol switch
    {
        Option option => given.GetResult(option) is { Implicit: false },
        Argument argument => given.GetResult(argument) is { Tokens.Count: > 0 },
        _ => false,
    };

    private static bool IsSmart(string? file) => Path.GetExtension(file)?.Equals(SmartExtension, StringComparison.OrdinalIgnoreCase) == true;
}

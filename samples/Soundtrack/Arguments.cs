using System.CommandLine;
using ConsoleProgram;
using MakeSoundtrack.Photos;
using Mmva;
using Mmva.Tasks;

namespace MakeSoundtrack;

/// <param name="Photos">A folder, a list, a photo or a video; null for painted demo pictures.</param>
/// <param name="Music">The folder of the music; null for synthesized demo tracks.</param>
/// <param name="Data">The folder of the data sets, to compare with trivial answers instead; or null.</param>
internal sealed record Arguments(
    string? Photos, string? Music, string? Output, string Order, bool WritesVideo, string? Data, Listening Listening, ImageLimits Limits,
    IReadOnlyList<(TimelineFormat Format, string File)> Exports, TimelineOptions Timeline, Action<SoundtrackOptions> Apply,
    SoundtrackVideoOptions Video)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var photos = CommandLine.Word("PHOTOS", "A folder of photos, a list of them (one path a line, or a JSON array), or a video.");
        var music = CommandLine.FolderArgument(
            "MUSIC", "Music, including the folders below. Without arguments: painted pictures and synthesized tracks.");
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "FOLDER", Description = "The folder of the results (default: a folder here, named after PHOTOS, as in holiday-soundtrack).",
        };
        var order = CommandLine.Choice(
            "--order", "The order of the photos: of a list as given and otherwise by name (auto), by name, by the time they were taken, as given.",
            Album.Automatic, Album.Name, Album.Time, Album.Given);
        var seconds = CommandLine.Number(
            "--seconds", "S", "How long each photo is shown.", 0.1, 3600, SoundtrackOptions.DefaultPictureLength.TotalSeconds);
        var fit = CommandLine.Flag("--fit", "Shows photos for as long as makes them fill their track, within --shortest and --longest.");
        var shortest = CommandLine.Number<double>("--shortest", "S", "The shortest photo with --fit (default: 2.5).", 0.1, 3600);
        var longest = CommandLine.Number<double>("--longest", "S", "The longest photo with --fit (default: 8).", 0.1, 3600);
        var tracks = CommandLine.Number<int>("--tracks", "N", "The largest number of tracks; 1 is one for all (default: any number).", 1, 4096);
        var cost = CommandLine.Number(
            "--change-cost", "COST", "What a change of tracks costs, in matches of one photo: higher values give fewer and longer parts.", 0.0, 1000,
            SoundtrackOptions.DefaultChangeCost);
        var minimum = CommandLine.Number<double>("--minimum", "S", "The shortest part of a track in seconds (default: 20).", 0, 86_400);
        var crossfade = CommandLine.Number(
            "--crossfade", "S", "How long tracks overlap.", 0, 30, SoundtrackOptions.DefaultCrossfade.TotalSeconds);
        var video = CommandLine.Flag("--video", "Also writes soundtrack.mp4, a video of the photos, or PHOTOS with the music. Needs ffmpeg.");
        var size = new Option<string?>("--size")
        {
            HelpName = "WxH", Description = "The size of the video of photos (default: 1920x1080); both sides even, 16 to 7680 and 4320.",
        }.Checked(word => Size(word) is null ? $"--size takes an even width and height such as 1920x1080, not '{word}'." : null);
        var fps = CommandLine.Number(
            "--fps", "N", "The frames per second of the video of photos.", 1, 60, SoundtrackVideoOptions.DefaultFramesPerSecond);
        var keep = CommandLine.Flag("--keep-sound", "Keeps the sound of a video, with the music softer below it; otherwise the music replaces it.");
        var export = new TimelineExport("soundtrack");
        var compare = CommandLine.Folder(
            "--compare", "DATA", "Instead: compares with trivial answers on albums of OASIS; DATA holds the folders oasis, musemo and vgmidi.");
        var command = new RootCommand("""
            Chooses music for photos in order, so that it follows how they feel, and writes a page that plays both, a playlist, and JSON.
            A photo or track that fails is reported on standard error, the others are used, and the exit code is 1.
            WAV files are read directly; other audio, videos and --video need the programs ffmpeg and ffprobe.
            """)
        {
            photos, music, output, order, seconds, fit, shortest, longest, tracks, cost, minimum, crossfade, video, size, fps, keep, compare,
        };
        export.AddTo(command);
        Listening.AddTo(command);
        ImageLimits.AddTo(command);
        command.Check(given => given.GetResult(compare) is not null && given.GetResult(photos) is not null ? "--compare takes no PHOTOS." : null);
        command.Check(given => given.GetResult(photos) is not null && given.GetResult(music) is null ? "Give a folder of MUSIC, too." : null);
        command.Check(given => given.GetResult(photos) is not null && given.GetValue(photos) is var path && !Path.Exists(path)
            ? $"There is no '{path}'." : null);
        command.Check(given => !given.GetValue(fit) && (given.GetResult(shortest) ?? given.GetResult(longest)) is not null
            ? "--shortest and --longest go with --fit." : null);
        command.Check(given =>
            (given.GetValue(longest) ?? SoundtrackOptions.DefaultLongestPicture.TotalSeconds)
            < (given.GetValue(shortest) ?? SoundtrackOptions.DefaultShortestPicture.TotalSeconds)
                ? "--longest is below --shortest." : null);
        command.Check(given => given.GetValue(fit) && given.GetResult(seconds) is { Implicit: false }
            ? "--fit and --seconds do not go together." : null);
        command.Check(given => !given.GetValue(video)
            && (given.GetResult(size) is not null || given.GetResult(fps) is { Implicit: false } || given.GetValue(keep))
            ? "--size, --fps and --keep-sound go with --video." : null);
        command.SetAction((line, cancellationToken) =>
        {
            var (width, height) = Size(line.GetValue(size))
                ?? (SoundtrackVideoOptions.DefaultWidth, SoundtrackVideoOptions.DefaultHeight);
            return run(
                new(line.GetValue(photos), line.GetValue(music)?.ToString(), line.GetValue(output), line.GetRequiredValue(order),
                    line.GetValue(video), line.GetValue(compare)?.ToString(), Listening.Of(line), ImageLimits.Of(line),
                    export.FilesOf(line), export.OptionsOf(line), Apply,
                    new() { Width = width, Height = height, FramesPerSecond = line.GetValue(fps), KeepSound = line.GetValue(keep) }),
                cancellationToken);

            void Apply(SoundtrackOptions options)
            {
                options.ChangeCost = line.GetValue(cost);
                options.MaximumTracks = line.GetValue(tracks);
                options.PictureLength = TimeSpan.FromSeconds(line.GetValue(seconds));
                options.Crossfade = TimeSpan.FromSeconds(line.GetValue(crossfade));
                options.FitToTracks = line.GetValue(fit);
                if (line.GetValue(shortest) is { } least) options.ShortestPicture = TimeSpan.FromSeconds(least);
                if (line.GetValue(longest) is { } most) options.LongestPicture = TimeSpan.FromSeconds(most);
                if (line.GetValue(minimum) is { } part) options.MinimumLength = TimeSpan.FromSeconds(part);
                else if (line.GetResult(photos) is null) options.MinimumLength = TimeSpan.Zero; // the demo tracks last seven seconds
            }
        });
        return command;
    }

    private static (int Width, int Height)? Size(string? word) =>
        word?.Split('x') is [var first, var second] && int.TryParse(first, out var width) && int.TryParse(second, out var height)
        && width is >= 16 and <= 7680 && height is >= 16 and <= 4320 && width % 2 == 0 && height % 2 == 0
            ? (width, height)
            : null;
}

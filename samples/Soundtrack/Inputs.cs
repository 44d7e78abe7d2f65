using ConsoleProgram;
using MakeSoundtrack.Photos;
using Mmva;
using Mmva.Tasks;

namespace MakeSoundtrack;

/// <summary>Reads photos or a video, and music, and reports what cannot be used.</summary>
internal sealed class Inputs(SoundtrackMedia media, Listening listening, CancellationToken cancellationToken)
{
    /// <summary>Whether the path is that of a video, whose shots stand for photos.</summary>
    public static bool IsVideo(string? path) => File.Exists(path) && !AlbumList.IsList(path) && MediaFiles.KindOf(path) == MediaKind.Audio;

    public async Task<IReadOnlyList<SoundtrackPicture>> PicturesAsync(string path, string order, Failures failures)
    {
        if (IsVideo(path)) return await ShotsAsync(path);
        var album = Album.Read(path, order);
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} photos");
        List<string> paths = [.. album.Select(photo => photo.Path)];
        var (pictures, next) = (new List<SoundtrackPicture>(), 0);
        await foreach (var result in media.ReadPicturesAsync(paths, null, progress, cancellationToken))
        {
            var photo = album[next++];
            if (result.Succeeded) pictures.Add(result.Value! with { Length = photo.Length });
            else failures.Add(photo.Path, result.Error);
        }
        return pictures.Count > 0 ? pictures : throw new MmvaException($"{path}: no photos that can be read were found.");
    }

    public async Task<IReadOnlyList<SoundtrackTrack>> TracksAsync(string folder, Failures failures)
    {
        var paths = MediaFiles.Find(folder, MediaKind.Audio, out var passedOver);
        if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
        var listed = new List<string>();
        foreach (var path in paths)
        {
            if (M3uFile.ProblemOf(path) is { } problem) failures.Add(path, new PlaylistException(problem));
            else listed.Add(path);
        }
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        var tracks = new List<SoundtrackTrack>();
        var results = media.ReadTracksAsync(listed, new() { DecodeAhead = listening.DecodeAhead }, progress, cancellationToken);
        await foreach (var (_, track) in failures.Without(results)) tracks.Add(track);
        return tracks.Count > 0 ? tracks : throw new MmvaException($"{folder}: no music that can be read was found.");
    }

    private Task<IReadOnlyList<SoundtrackPicture>> ShotsAsync(string video)
    {
        var progress = new ConsoleProgress<VideoSummaryProgress>(
            p => $"images up to {p.Position:h\\:mm\\:ss}{(p.Duration is { } duration ? $" of {duration:h\\:mm\\:ss}" : "")}");
        return media.ReadShotsAsync(video, progress, cancellationToken);
    }
}

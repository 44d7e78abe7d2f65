using Mmva;

namespace MakeSoundtrack.Photos;

/// <summary>The photos of a folder or a list, in order.</summary>
internal static class Album
{
    public const string Automatic = "auto", Name = "name", Time = "time", Given = "given";

    /// <param name="path">A folder, a list of photos, or one photo.</param>
    /// <param name="order">Automatic: a list as it is given, a folder by name.</param>
    public static IReadOnlyList<AlbumPhoto> Read(string path, string order)
    {
        IReadOnlyList<AlbumPhoto> photos;
        var isList = false;
        if (Directory.Exists(path))
        {
            var found = MediaFiles.Find(path, MediaKind.Image, out var passedOver);
            if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
            photos = [.. found.Select(photo => new AlbumPhoto(photo, null))];
        }
        else if (AlbumList.IsList(path)) (photos, isList) = (AlbumList.Read(path), true);
        else photos = [new(Path.GetFullPath(path), null)];

        return order switch
        {
            Given => photos,
            Automatic when isList => photos,
            Time => ByTime(photos),
            _ => [.. photos.OrderBy(photo => photo.Path, new NaturalOrder())],
        };
    }

    private static List<AlbumPhoto> ByTime(IReadOnlyList<AlbumPhoto> photos)
    {
        var timed = photos.AsParallel().AsOrdered().Select(photo => (Photo: photo, Time: CaptureTime.Of(photo.Path))).ToList();
        var unknown = timed.Count(photo => photo.Time is null);
        if (unknown > 0)
            Console.Error.WriteLine($"{unknown} of {timed.Count} photos do not say when they were taken: the time of the file counts.");
        return
        [
            .. timed.OrderBy(photo => photo.Time ?? FileTime(photo.Photo.Path)).ThenBy(photo => photo.Photo.Path, new NaturalOrder())
                .Select(photo => photo.Photo),
        ];
    }

    private static DateTime FileTime(string path)
    {
        try
        {
            return File.GetLastWriteTime(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DateTime.MaxValue;
        }
    }
}

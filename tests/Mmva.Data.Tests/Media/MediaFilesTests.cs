using Mmva.TestSupport;

namespace Mmva.Data.Tests.Media;

public sealed class MediaFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_a_kind_are_found_in_all_folders_in_ordinal_order()
    {
        foreach (var name in (string[])["b.jpg", "a/z.MP3", "a/b/y.wav", "B.png", "notes.txt", ".hidden/h.flac", "a/movie.mp4", "noextension"])
            _folder.Write(name, "");

        Find().Should().Equal("B.png", "a/b/y.wav", "a/movie.mp4", "a/z.MP3", "b.jpg");
        Find(MediaKind.Image).Should().Equal("B.png", "b.jpg");
        Find(MediaKind.Audio).Should().Equal("a/b/y.wav", "a/movie.mp4", "a/z.MP3");
    }

    [Fact]
    public void Links_to_folders_are_not_followed_but_links_to_files_are_listed()
    {
        var file = _folder.Write("a/x.jpg", "");
        Directory.CreateSymbolicLink(_folder.File("a/circle"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.File("album.jpg"), _folder.File("a"));
        File.CreateSymbolicLink(_folder.File("link.jpg"), file);

        Find().Should().Equal("a/x.jpg", "link.jpg");
    }

    [SkippableFact]
    public void Unreadable_folders_are_skipped()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "the administrator can read every folder");
        _folder.Write("readable/x.jpg", "");
        _folder.Write("locked/y.jpg", "");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.File("locked"), UnixFileMode.None);
        try
        {
            Find().Should().Equal("readable/x.jpg");
            FluentActions.Invoking(() => MediaFiles.Find(_folder.File("locked")))
                .Should().Throw<MediaException>().WithMessage(_folder.File("locked") + ": cannot be searched: *");
        }
        finally
        {
            const UnixFileMode Accessible = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.File("locked"), Accessible);
        }
    }

    [Fact]
    public void A_missing_folder_and_a_file_are_errors()
    {
        var missing = _folder.File("missing");
        var file = _folder.Write("x.jpg", "");

        FluentActions.Invoking(() => MediaFiles.Find(missing)).Should().Throw<MediaException>().WithMessage(missing + ": cannot be searched: *");
        FluentActions.Invoking(() => MediaFiles.Find(file)).Should().Throw<MediaException>().WithMessage(file + ": cannot be searched: *");
    }

    private IEnumerable<string> Find(MediaKind? kind = null) =>
        MediaFiles.Find(_folder.Path, kind).Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/'));
}

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
    public void Files_that_are_passed_over_are_reported_and_counted_by_extension()
    {
        foreach (var name in (string[])["b.jpg", "notes.txt", "a/x.wav", "a/z.TXT", "noextension", "a/cover.psd"]) _folder.Write(name, "");

        MediaFiles.Find(_folder.Path, MediaKind.Audio, out var passedOver).Should().ContainSingle();

        passedOver.Select(Path.GetFileName).Should().Equal("cover.psd", "z.TXT", "noextension", "notes.txt");
        MediaFiles.DescribePassedOver(passedOver).Should().Be("4 files passed over: 2 .txt, 1 without extension, 1 .psd");
        MediaFiles.DescribePassedOver(["x.nfo"]).Should().Be("1 file passed over: 1 .nfo");
        MediaFiles.DescribePassedOver([]).Should().BeEmpty();
    }

    [Theory]
    [InlineData(MediaKind.Image, "jpg jpeg png webp gif bmp tif tiff jp2 j2k avif jxl heic heif cr2 cr3 nef arw dng orf rw2")]
    [InlineData(
        MediaKind.Audio,
        "mp3 mp2 m4a m4b aac flac wav aif aiff aifc ogg oga opus spx wma wv caf au w64 tta tak mpc dsf dff ac3 amr mka weba ape "
        + "mp4 m4v mov mts m2ts ts wmv ogv 3gp mpg mpeg vob flv webm mkv avi")]
    public void One_list_has_the_extensions_of_everything_that_can_be_read(MediaKind kind, string extensions)
    {
        foreach (var extension in extensions.Split(' ')) MediaFiles.KindOfExtension("x." + extension).Should().Be(kind, extension);
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

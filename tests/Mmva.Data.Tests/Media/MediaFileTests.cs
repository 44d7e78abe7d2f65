using Mmva.TestSupport;

namespace Mmva.Data.Tests.Media;

public sealed class MediaFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_is_followed_to_its_target()
    {
        var empty = Link("empty.png", _folder.Write("target.png", ""));
        var dangling = Link("dangling.png", _folder.File("absent.png"));
        var audio = Link("audio.bin", _folder.Write("target.bin", "RIFF....WAVEfmt and more"));

        FluentActions.Invoking(() => MediaFiles.KindOf(empty))
            .Should().Throw<MediaException>().WithMessage(empty + ": is empty (0 bytes) or not a regular file.");
        FluentActions.Invoking(() => MediaFiles.KindOf(dangling)).Should().Throw<MediaException>().WithMessage(dangling + ": there is no such file.");
        MediaFiles.KindOf(audio).Should().Be(MediaKind.Audio);
    }

    private string Link(string name, string target) => File.CreateSymbolicLink(_folder.File(name), target).FullName;
}

using Mmva.Data.Tests.Audio;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Media;

public class MediaFilesKindTests
{
    [Fact]
    public void The_content_decides_and_the_extension_only_if_the_content_is_unknown()
    {
        using var folder = new TemporaryFolder();
        var image = folder.Write("song.mp3", File.ReadAllBytes(GoldenFiles.Fixture("clip-preprocess", "palette.png")));
        var audio = folder.Write("photo.jpg", Wav.File(Wav.Pcm16(1, 2)));
        var text = folder.Write("notes.txt", "neither");
        var damaged = folder.Write("damaged.jpg", new byte[40]);

        MediaFiles.KindOf(image).Should().Be(MediaKind.Image);
        MediaFiles.KindOf(audio).Should().Be(MediaKind.Audio);
        MediaFiles.KindOf(text).Should().Be(MediaKind.Unknown);
        MediaFiles.KindOf(damaged).Should().Be(MediaKind.Image);
        FluentActions.Invoking(() => MediaFiles.KindOf(folder.Path)).Should().Throw<MediaException>();
    }

    [Theory]
    [InlineData("FFD8FFE0", MediaKind.Image)]
    [InlineData("89504E470D0A1A0A", MediaKind.Image)]
    [InlineData("524946460000000057454250", MediaKind.Image)]
    [InlineData("524946460000000057415645", MediaKind.Audio)]
    [InlineData("49443304", MediaKind.Audio)]
    [InlineData("FFFB9064", MediaKind.Audio)]
    [InlineData("FFF15080", MediaKind.Audio)]
    [InlineData("000000206674797069736F6D", MediaKind.Audio)]
    [InlineData("000000206674797061766966", MediaKind.Image)]
    [InlineData("524946580000000057415645", MediaKind.Audio)]
    [InlineData("0000000C6A5020200D0A870A", MediaKind.Image)]
    [InlineData("FF0AFA7F", MediaKind.Image)]
    [InlineData("49492A00100000004352", MediaKind.Image)]
    [InlineData("54544131", MediaKind.Audio)]
    [InlineData("4D50434B", MediaKind.Audio)]
    [InlineData("464C5601", MediaKind.Audio)]
    [InlineData("5468652066726565", MediaKind.Unknown)] // "The free": no box of MP4
    [InlineData("FFFE68006900", MediaKind.Unknown)]
    [InlineData("FFFFFFFFFFFF", MediaKind.Unknown)]
    [InlineData("424D2031", MediaKind.Unknown)]
    [InlineData("", MediaKind.Unknown)]
    public void Signatures_are_recognized(string head, MediaKind kind) => MediaFiles.KindOf(Convert.FromHexString(head)).Should().Be(kind);
}

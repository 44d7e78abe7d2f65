using Web.Uploads;

namespace Mmva.Web.Tests.Uploads;

public class UploadTests
{
    [Theory]
    [InlineData("beach.jpg", "beach.jpg")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\photos\beach.jpg", "beach.jpg")]
    [InlineData("two\r\nlines\u0007.png", "twolines.png")]
    [InlineData("photos/", "The picture")]
    [InlineData("  ", "The picture")]
    [InlineData(null, "The picture")]
    public void A_name_is_kept_for_messages_without_folders_and_control_characters(string? given, string expected) => Upload.CleanName(given)
        .Should().Be(expected);

    [Fact]
    public void A_long_name_is_cut() => Upload.CleanName(new string('x', 5000)).Should().HaveLength(100);
}

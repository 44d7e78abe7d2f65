namespace Mmva.Tests.Encoders;

public class EncoderMetadataTests
{
    [Fact]
    public void A_copy_with_another_fingerprint_has_other_weights_unless_their_fingerprint_is_set()
    {
        var plain = new EncoderMetadata("tower", 1, 2, "MIT", "here", "a");
        var fast = plain with { Fingerprint = "a-fast", WeightsFingerprint = "a" };

        (plain.WeightsFingerprint, fast.WeightsFingerprint).Should().Be(("a", "a"));
        (fast with { Name = "renamed" }).WeightsFingerprint.Should().Be("a");
        (fast with { Fingerprint = "cropped" }).WeightsFingerprint.Should().Be("cropped");
    }
}

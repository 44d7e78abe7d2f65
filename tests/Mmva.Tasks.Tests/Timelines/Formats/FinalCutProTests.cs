using System.Xml.Linq;

namespace Mmva.Tasks.Tests;

public sealed class FinalCutProTests
{
    [Fact]
    public void Music_is_connected_to_the_image_or_the_gap_in_which_it_starts()
    {
        var root = XDocument.Parse(FinalCutPro.Format(TestTimelines.Slides())).Root!;

        var sequence = root.Descendants("sequence").Single();
        Attributes(sequence, "duration", "tcStart", "tcFormat", "audioLayout", "audioRate")
            .Should().Equal("355/25s", "3600s", "NDF", "stereo", "44.1k");
        sequence.Element("spine")!.Elements()
            .Select(item => string.Join(' ', [item.Name.LocalName, .. Attributes(item, "offset", "start", "duration")])).Should().Equal(
                "video 3600s 0s 4s", "gap 3604s 0s 20/25s", "video 90120/25s 0s 80/25s", "video 3608s 0s 4s", "gap 3612s 0s 55/25s");
        sequence.Descendants("asset-clip").Select(clip => (string.Join(' ', Attributes(clip, "lane", "offset", "start", "duration")),
            clip.Parent!.Name.LocalName, clip.Parent.Attribute("offset")!.Value))
            .Should().Equal(("-1 0s 0s 8s", "video", "3600s"), ("-1 1s 10s 130/25s", "video", "3608s"));
        root.Descendants("asset").Select(asset => asset.Attribute("duration")!.Value).Should().Equal("0s", "200s", "0s", "0s", "200s");
        References(root);
    }

    [Fact]
    public void A_clip_has_its_audio_and_one_that_has_only_images_says_so()
    {
        var timeline = TestTimelines.Cut(new(6, 48000));
        var root = XDocument.Parse(FinalCutPro.Format(timeline with
        {
            Clips = [timeline.Clips[0], timeline.Clips[1] with { HasAudio = false }],
        })).Root!;

        root.Attribute("version")!.Value.Should().Be("1.10");
        Attributes(root.Descendants("asset").Single(), "hasVideo", "hasAudio", "audioChannels", "audioRate", "start", "duration")
            .Should().Equal("1", "1", "6", "48000", "86486400/24000s", "240240/24000s");
        root.Descendants("asset-clip").Select(clip => clip.Attribute("srcEnable")?.Value).Should().Equal(null, "video");
        root.Descendants("sequence").Single().Attribute("audioLayout")!.Value.Should().Be("surround");
        References(root);
    }

    private static string[] Attributes(XElement element, params string[] names) => [.. names.Select(name => element.Attribute(name)!.Value)];

    private static void References(XElement root)
    {
        var ids = root.Element("resources")!.Elements().Select(resource => resource.Attribute("id")!.Value).ToList();
        ids.Should().OnlyHaveUniqueItems();
        root.Descendants().SelectMany(e => new[] { e.Attribute("ref"), e.Attribute("format") }).OfType<XAttribute>().Select(a => a.Value)
            .Should().BeSubsetOf(ids);
    }
}

using System.Xml.Linq;

namespace Mmva.Tasks.Tests;

public sealed class FinalCut7Tests
{
    [Fact]
    public void Images_and_every_channel_of_a_clip_are_linked()
    {
        var root = XDocument.Parse(FinalCut7.Format(TestTimelines.Cut(new(2, 48000)))).Root!;

        var items = root.Descendants("clipitem").ToDictionary(item => item.Attribute("id")!.Value);
        items.Keys.Should().Equal("clipitem-v1", "clipitem-v2", "clipitem-a1-1", "clipitem-a1-2", "clipitem-a2-1", "clipitem-a2-2");
        foreach (var (id, item) in items)
        {
            var links = item.Elements("link").ToList();
            links.Should().HaveCount(3).And.ContainSingle(link => link.Element("linkclipref")!.Value == id);
            foreach (var link in links)
            {
                var linked = items[link.Element("linkclipref")!.Value];
                linked.Element("start")!.Value.Should().Be(item.Element("start")!.Value);
                var track = linked.Parent!;
                linked.Parent!.Parent!.Name.LocalName.Should().Be(link.Element("mediatype")!.Value);
                $"{track.ElementsBeforeSelf("track").Count() + 1}".Should().Be(link.Element("trackindex")!.Value);
                $"{linked.ElementsBeforeSelf("clipitem").Count() + 1}".Should().Be(link.Element("clipindex")!.Value);
            }
        }
    }

    [Fact]
    public void The_path_is_in_every_clip_of_images_and_once_for_music()
    {
        static IEnumerable<string> Paths(Timeline timeline) => XDocument.Parse(FinalCut7.Format(timeline)).Descendants("clipitem")
            .Where(item => item.Descendants("pathurl").Any()).Select(item => item.Attribute("id")!.Value);

        Paths(TestTimelines.Cut(new(2, 48000))).Should().Equal("clipitem-v1", "clipitem-v2");
        Paths(TestTimelines.Slides()).Should().Equal("clipitem-v1", "clipitem-v2", "clipitem-v3", "clipitem-a1-1", "clipitem-a1-2");
    }

    [Fact]
    public void Tracks_of_images_and_music_have_their_own_clips()
    {
        var text = FinalCut7.Format(TestTimelines.Slides());

        TimelineReading.FinalCut7(text, "video", 0).Should().Equal(new ReadClip(0, 100, 90_000), new(0, 80, 90_120), new(0, 100, 90_200));
        TimelineReading.FinalCut7(text, "audio", 0).Should().Equal(new ReadClip(0, 200, 90_000), new(250, 130, 90_225));
        TimelineReading.FinalCut7(text, "audio", 1).Should().Equal([new ReadClip(250, 130, 90_225)], "the first track is mono");
        XDocument.Parse(text).Descendants("stillframe").Should().HaveCount(3);
    }
}

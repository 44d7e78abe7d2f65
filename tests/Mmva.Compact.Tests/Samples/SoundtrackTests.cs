using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Mmva.TestSupport;
using SkiaSharp;

namespace Mmva.Compact.Tests.Samples;

public sealed class SoundtrackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_arguments_it_plays_its_own_tracks_to_its_own_pictures()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Soundtrack", _folder.Path);

        exitCode.Should().Be(0, errors);
        output.Should().Contain(" changes. One random track: ").And.Contain("Look and listen: ");
        var results = _folder.File("demo-soundtrack");
        Directory.EnumerateFiles(results).Select(Path.GetFileName).Should().BeEquivalentTo("soundtrack.html", "soundtrack.json", "soundtrack.m3u8");
        foreach (var line in File.ReadLines(Path.Combine(results, "soundtrack.m3u8")).Where(line => line[0] != '#'))
            File.Exists(Path.Combine(results, line)).Should().BeTrue(line);
        Pictures("demo-soundtrack")
            .Should().Equal("demo/fireworks.png", "demo/lake at dusk.png", "demo/meadow in the sun.png", "demo/thunderstorm.png");
    }

    [Fact]
    public async Task Timelines_have_the_photos_and_the_music_frame_by_frame()
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Soundtrack", _folder.Path, "--export", "all", "-o", "out");

        exitCode.Should().Be(0, errors);
        string[] extensions = [".edl", ".otio", ".fcpxml", ".xml", ".ffmetadata", ".chapters.txt", ".html", ".json", ".m3u8"];
        Directory.EnumerateFiles(_folder.File("out")).Select(Path.GetFileName)
            .Should().BeEquivalentTo(extensions.Select(extension => "soundtrack" + extension));
        var parts = Directory.EnumerateFiles(_folder.File("out/demo"), "*.png").Count(); // each picture has a track of its own
        var frames = parts * 4 * 25;

        using var otio = JsonDocument.Parse(File.ReadAllBytes(_folder.File("out/soundtrack.otio")));
        var tracks = otio.RootElement.GetProperty("tracks").GetProperty("children").EnumerateArray().ToList();
        tracks.Select(track => track.GetProperty("kind").GetString()).Should().Equal("Video", "Audio");
        foreach (var track in tracks) track.GetProperty("children").EnumerateArray().Sum(Seconds).Should().Be(parts * 4);

        var clips = XDocument.Load(_folder.File("out/soundtrack.xml")).Descendants("track")
            .Select(track => track.Elements("clipitem").ToList()).ToList();
        clips.Should().HaveCount(3, "images and two channels of music");
        foreach (var track in clips)
        {
            track.Select(clip => (int)clip.Element("start")!).Should().Equal(Enumerable.Range(0, parts).Select(part => part * 100));
            ((int)track[^1].Element("end")!).Should().Be(frames);
        }
        var final = XDocument.Load(_folder.File("out/soundtrack.fcpxml"));
        final.Descendants("sequence").Single().Attribute("duration")!.Value.Should().Be($"{parts * 4}s");
        final.Descendants("asset-clip").Should().HaveCount(parts).And.OnlyContain(clip => clip.Attribute("lane")!.Value == "-1");
        File.ReadAllLines(_folder.File("out/soundtrack.ffmetadata")).Should().Contain($"END={frames}");
        File.ReadAllText(_folder.File("out/soundtrack.edl")).Should().Contain($"00:00:{parts * 4:00}:00");
        errors.Should().Contain("YouTube shows chapters if there are 3 or more of 10 s");

        static double Seconds(JsonElement clip)
        {
            var duration = clip.GetProperty("source_range").GetProperty("duration");
            return duration.GetProperty("value").GetDouble() / duration.GetProperty("rate").GetDouble();
        }
    }

    [Fact]
    public async Task Photos_are_ordered_by_name_by_time_or_as_a_list_says_and_bad_files_are_named()
    {
        Directory.CreateDirectory(_folder.File("photos"));
        Directory.CreateDirectory(_folder.File("music"));
        Photo("photos/IMG_10.jpg", "2024:05:01 10:00:00", bigEndian: true);
        Photo("photos/IMG_9.jpg", "2024:05:01 12:30:00", bigEndian: false);
        Photo("photos/img_11.jpg", "2024:04:30 23:59:59", bigEndian: false);
        _folder.Write("photos/broken.jpg", "no photo");
        _folder.Write("photos/notes.txt", "nothing");
        Demo.Sound(_folder.File("music"), "one.wav");
        _folder.Write("music/broken.wav", "RIFF");
        if (!OperatingSystem.IsWindows()) Demo.Sound(_folder.File("music"), "two\nlines.wav");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("Soundtrack", _folder.Path, "photos", "music");
        exitCode.Should().Be(1, errors);
        output.Should().Contain("3 pictures  one");
        errors.Should().Contain("broken.jpg: ").And.Contain("broken.wav: ").And.Contain("1 file passed over: 1 .txt")
            .And.Contain("No choice of tracks that are long enough covers the pictures, so some are played again: one (");
        if (!OperatingSystem.IsWindows()) errors.Should().Contain("two lines.wav: has a line break");
        Pictures("photos-soundtrack").Should().Equal("../photos/IMG_9.jpg", "../photos/IMG_10.jpg", "../photos/img_11.jpg");

        var byTime = await SampleProgram.RunAsync("Soundtrack", _folder.Path, "photos", "music", "--order", "time", "-o", "time");
        byTime.Errors.Should().Contain("1 of 4 photos do not say when they were taken");
        Pictures("time").Should().Equal("../photos/img_11.jpg", "../photos/IMG_10.jpg", "../photos/IMG_9.jpg");

        _folder.Write("album.json", """["photos/img_11.jpg", { "file": "photos/IMG_9.jpg", "seconds": 2.5 }]""");
        var listed = await SampleProgram.RunAsync("Soundtrack", _folder.Path, "album.json", "music", "--seconds", "3");
        Pictures("album-soundtrack").Should().Equal("../photos/img_11.jpg", "../photos/IMG_9.jpg");
        listed.Output.Should().Contain("0:00.0 to  0:05.5");
    }

    [SkippableFact]
    public async Task It_writes_a_video_of_photos_and_puts_music_below_a_video()
    {
        FfmpegTool.Make(_folder.File("film.mp4"), "-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=4", "-f", "lavfi", "-i", "sine=d=4");
        Directory.CreateDirectory(_folder.File("music"));
        FfmpegTool.Make(_folder.File("music/song.mp3"), "-f", "lavfi", "-i", "sine=f=300:d=12");
        Photo("a.jpg", "2024:05:01 10:00:00", bigEndian: false);

        var photos = await SampleProgram.RunAsync(
            "Soundtrack", _folder.Path, "a.jpg", "music", "--video", "--size", "160x90", "--fps", "5", "-o", "of photos");
        photos.ExitCode.Should().Be(0, photos.Errors);
        new FileInfo(_folder.File("of photos/soundtrack.mp4")).Length.Should().BeGreaterThan(1000);

        var film = await SampleProgram.RunAsync("Soundtrack", _folder.Path, "film.mp4", "music", "--video", "--keep-sound");
        film.ExitCode.Should().Be(0, film.Errors);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("film-soundtrack/soundtrack.json")));
        (json.RootElement.GetProperty("video").GetString(), json.RootElement.GetProperty("length").GetDouble()).Should().Be(("../film.mp4", 4));
        new FileInfo(_folder.File("film-soundtrack/soundtrack.mp4")).Length.Should().BeGreaterThan(1000);
    }

    [Theory]
    [InlineData("There is no 'absent'.", "absent", ".")]
    [InlineData("Give a folder of MUSIC, too.", ".")]
    [InlineData("Directory does not exist: 'nowhere'.", ".", "nowhere")]
    [InlineData("--order takes auto or name or time or given, not 'size'.", ".", ".", "--order", "size")]
    [InlineData("--seconds takes a number from 0.1 to 3600, not '0'.", ".", ".", "--seconds", "0")]
    [InlineData("--fit and --seconds do not go together.", ".", ".", "--fit", "--seconds", "3")]
    [InlineData("--shortest and --longest go with --fit.", ".", ".", "--longest", "3")]
    [InlineData("--longest is below --shortest.", ".", ".", "--fit", "--longest", "1")]
    [InlineData("--tracks takes a number from 1 to 4096, not '0'.", ".", ".", "--tracks", "0")]
    [InlineData("--size, --fps and --keep-sound go with --video.", ".", ".", "--size", "64x48")]
    [InlineData("--size takes an even width and height such as 1920x1080, not '1920x1081'.", ".", ".", "--video", "--size", "1920x1081")]
    [InlineData("--compare takes no PHOTOS.", ".", ".", "--compare", ".")]
    public async Task A_command_line_that_makes_no_sense_is_explained(string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Soundtrack", _folder.Path, args);
        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith(message);
    }

    [Theory]
    [InlineData("25:00:00:00", "StartTimeCode is 25:00:00:00; it must be", 2)]
    [InlineData("01:00:00;00", "There is no start time code 01:00:00;00 at 25 frames per second", 1)]
    public async Task A_start_that_does_not_exist_is_refused_before_the_work(string start, string message, int expected)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Soundtrack", _folder.Path, "--export", "edl", "--start-timecode", start);
        (exitCode, output).Should().Be((expected, ""));
        errors.Should().Contain(message);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a.txt", "# nothing\n", "a.txt: lists no photos")]
    [InlineData("a.txt", "x.jpg\tlong\n", "a.txt, line 1: 'long' is not a number of seconds.")]
    [InlineData("a.json", "[1]", "a.json, item 0: must be a path, or an object with a \"file\".")]
    [InlineData("a.json", "[{\"file\": \"x.jpg\", \"seconds\": -1}]", "a.json, item 0: a photo is shown for more than 0 and up to 3600 seconds, not")]
    [InlineData("a.json", "[", "a.json: is not valid JSON: ")]
    public async Task A_list_that_cannot_be_read_is_explained(string name, string text, string message)
    {
        _folder.Write(name, text);
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Soundtrack", _folder.Path, name, ".");
        exitCode.Should().Be(1);
        errors.Should().Contain(message);
        Directory.EnumerateDirectories(_folder.Path, "*-soundtrack").Should().BeEmpty();
    }

    private List<string> Pictures(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File(folder + "/soundtrack.json")));
        return
        [
            .. json.RootElement.GetProperty("parts").EnumerateArray().SelectMany(part => part.GetProperty("pictures").EnumerateArray())
                .Select(picture => picture.GetProperty("file").GetString()!),
        ];
    }

    /// <summary>A JPEG with a time in its EXIF data.</summary>
    private void Photo(string name, string time, bool bigEndian)
    {
        using var bitmap = new SKBitmap(64, 48);
        bitmap.Erase(SKColors.SkyBlue);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        var tiff = new byte[64];
        Encoding.ASCII.GetBytes(bigEndian ? "MM\0*" : "II*\0").CopyTo(tiff, 0);
        UInt32(4, 8);
        Entry(8, 0x8769, type: 4, count: 1, 26);
        Entry(26, 0x9003, type: 2, count: 20, 44);
        Encoding.ASCII.GetBytes(time).CopyTo(tiff, 44);
        byte[] head = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(2 + 6 + tiff.Length), .. "Exif\0\0"u8, .. tiff];
        _folder.Write(name, [.. head, .. jpeg.ToArray()[2..]]);

        void Entry(int at, ushort tag, ushort type, uint count, uint value)
        {
            UInt16(at, 1);
            UInt16(at + 2, tag);
            UInt16(at + 4, type);
            UInt32(at + 6, count);
            UInt32(at + 10, value);
        }

        void UInt16(int at, ushort value)
        {
            if (bigEndian) BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(at), value);
            else BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), value);
        }

        void UInt32(int at, uint value)
        {
            if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(at), value);
            else BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at), value);
        }
    }
}

using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class MoodTagWriterTests : IDisposable
{
    private static readonly string[] Tone = ["-f", "lavfi", "-i", "aevalsrc=0.3*sin(440*2*PI*t)*(1+sin(7*t)):d=1.2:s=44100"];
    private static readonly MoodTags Happy = new(["Happy"], ["0.853"], ["0.652"]);

    private readonly TemporaryFolder _folder = new();
    private readonly MoodTagWriter _writer = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("mp3", "-id3v2_version", "0")]
    [InlineData("mp3", "-id3v2_version", "3", "-metadata", "title=Töne", "-metadata", "mixed Case=x", "-write_id3v1", "1")]
    [InlineData("mp3", "-id3v2_version", "4", "-metadata", "title=Töne", "-metadata", "date=2001-02-03")]
    [InlineData("flac", "-metadata", "title=Töne", "-metadata", "mixed Case=x")]
    [InlineData("ogg", "-c:a", "libvorbis", "-metadata", "title=Töne", "-metadata", "mixed Case=x")]
    [InlineData("opus", "-metadata", "title=Töne", "-metadata", "mixed Case=x")]
    [InlineData("oga", "-c:a", "flac", "-metadata", "title=Töne")]
    [InlineData("m4a", "-metadata", "title=Töne")]
    [InlineData("m4a", "-metadata", "title=Töne", "-movflags", "+faststart")]
    [InlineData("m4a", "-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact")]
    [InlineData("mp4", "-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov")]
    public async Task Writes_the_mood_and_changes_nothing_else(string extension, params string[] options)
    {
        var path = FfmpegTool.Make(_folder.File("tone." + extension), [.. Tone, .. options]);
        var (bytes, sound, tags) = (File.ReadAllBytes(path), MusicProbe.Decoded(path), MusicProbe.Tags(path));
        var lines = new List<string>();

        (await _writer.WriteAsync(path, Happy, dryRun: true)).Should().BeTrue();
        File.ReadAllBytes(path).Should().Equal(bytes, "a dry run changes nothing");
        (await _writer.WriteAsync(path, Happy, recording: undo => lines.Add($"{undo}"))).Should().BeTrue();

        _writer.Read(path).Should().Be(Happy);
        MusicProbe.Decoded(path).Should().Be(sound).And.StartWith("MD5=");
        var found = MusicProbe.Tags(path);
        (found.GetValueOrDefault("MOOD") ?? found.GetValueOrDefault("TMOO")).Should().Be("Happy");
        (found["VALENCE"], found["AROUSAL"]).Should().Be(("0.853", "0.652"));
        foreach (var own in new[] { "MOOD", "TMOO", "VALENCE", "AROUSAL" }) found.Remove(own);
        found.Should().Equal(tags);

        var written = File.ReadAllBytes(path);
        (await _writer.WriteAsync(path, Happy)).Should().BeFalse();
        File.ReadAllBytes(path).Should().Equal(written, "the tags are the same");
        (await _writer.WriteAsync(path, new(["Angry"], ["0.111"], ["0.999"]), recording: undo => lines.Add($"{undo}"))).Should().BeTrue();
        new FileInfo(path).Length.Should().Be(written.Length, "there is space for it");

        (await _writer.UndoAsync(MoodTagUndo.Parse(lines[1]))).Should().Be(MoodTagRestoration.Bytes);
        (await _writer.UndoAsync(MoodTagUndo.Parse(lines[0]))).Should().Be(MoodTagRestoration.Bytes);
        File.ReadAllBytes(path).Should().Equal(bytes);
        (await _writer.UndoAsync(MoodTagUndo.Parse(lines[0]))).Should().Be(MoodTagRestoration.None);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [SkippableFact]
    public async Task Every_version_and_flag_of_an_ID3_tag_keeps_its_other_frames()
    {
        var audio = File.ReadAllBytes(FfmpegTool.Make(_folder.File("none.mp3"), [.. Tone, "-id3v2_version", "0"]));
        byte[] Frames(int version) => version == 2
            ? [.. Id3Bytes.Frame(2, "TT2", "\0Title"), .. Id3Bytes.Frame(2, "ZZZ", "unknown\xff\xe0")]
            :
            [
                .. Id3Bytes.Frame(version, "TIT2", "\0Title"), .. Id3Bytes.Frame(version, "XYZW", "unknown"),
                .. Id3Bytes.Frame(version, "TXXX", "\0k\0v"),
            ];
        var v23 = Frames(3).Concat(Id3Bytes.Frame(3, "RVAD", "\0\0\0\0")).Concat(Id3Bytes.Frame(3, "TSIZ", "\0123")).ToArray();
        var footer = Frames(4);
        var unsynchronized = Id3Tag.Unsynchronized([.. v23, .. Id3Bytes.Frame(3, "PRIV", "o\0\xff\xe0\xff\0"), .. new byte[400]]);
        var tags = new Dictionary<string, (byte[] Tag, byte[] Kept)>
        {
            ["2.2"] = (Id3Bytes.Tag(2, 0, [.. Frames(2), .. new byte[30]]), Frames(2)),
            ["2.3 with padding"] = (Id3Bytes.Tag(3, 0, [.. v23, .. new byte[200]]), v23),
            ["2.3 without padding"] = (Id3Bytes.Tag(3, 0, v23), v23),
            ["2.3 with an extended header"] = (Id3Bytes.Tag(3, 0x40, [0, 0, 0, 6, 0, 0, 0, 0, 0, 200, .. v23, .. new byte[200]]), v23),
            ["2.3 unsynchronized"] = (Id3Bytes.Tag(3, 0x80, unsynchronized), v23),
            ["2.4"] = (Id3Bytes.Tag(4, 0, [.. Frames(4), .. new byte[30]]), Frames(4)),
            ["2.4 with a footer"] = (Id3Bytes.Tag(4, 0x10, footer, [.. "3DI"u8, 4, 0, 0x10, .. Id3Bytes.Synchsafe(footer.Length)]), footer),
            ["2.3 before another tag"] = (
                [.. Id3Bytes.Tag(3, 0, v23), .. Id3Bytes.Tag(3, 0, Id3Bytes.Frame(3, "PRIV", "o\0" + new string('x', 100_000)))], v23),
            ["2.4 with an earlier mood"] = (Id3Bytes.Tag(4, 0, [.. Frames(4), .. Id3Bytes.Frame(4, "TMOO", "\0Old")]), Frames(4)),
        };
        byte[] behind = [.. "APETAGEX"u8, .. new byte[24], .. "TAG"u8, .. new byte[125]];
        foreach (var (name, (tag, kept)) in tags)
        {
            var path = _folder.Write(name + ".mp3", [.. tag, .. audio, .. behind]);
            MoodTagUndo? undo = null;

            (await _writer.WriteAsync(path, Happy, recording: change => undo = change)).Should().BeTrue(name);

            var written = File.ReadAllBytes(path);
            _writer.Read(path).Should().Be(Happy, name);
            written.AsSpan().EndsWith((byte[])[.. audio, .. behind]).Should().BeTrue(name);
            written.AsSpan().IndexOf(kept).Should().BePositive(name);
            written[3].Should().Be(tag[3], name, "a tag keeps its version");
            MusicProbe.Tags(path).Should().ContainKey("VALENCE", name).And.Contain("TITLE", "Title", name);
            (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.Bytes, name);
            File.ReadAllBytes(path).Should().Equal([.. tag, .. audio, .. behind], name);
        }
    }

    [SkippableFact]
    public async Task Comments_that_need_another_page_of_an_Ogg_file_renumber_the_rest()
    {
        var path = FfmpegTool.Make(_folder.File("tone.opus"), Tone);
        var sound = MusicProbe.Decoded(path);
        int length;
        using (var file = TagFile.Open(path)) length = OggPage.Read(file, OggPage.Read(file, 0).End).BodyLength;
        // 255 segments, which are as many as a page can have
        var full = new MoodTags([new string('x', OggPage.MaxSegments * OggPage.FullSegment - 30 - length - "1234MOOD=".Length)]);
        await _writer.WriteAsync(path, full);
        var bytes = File.ReadAllBytes(path);
        MoodTagUndo? undo = null;

        await _writer.WriteAsync(path, new(full.Moods, Happy.Valence, Happy.Arousal), recording: change => undo = change);

        _writer.Read(path).Valence.Should().Equal("0.853");
        MusicProbe.Decoded(path).Should().Be(sound);
        MusicProbe.Tags(path)["AROUSAL"].Should().Be("0.652");
        (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.Bytes);
        File.ReadAllBytes(path).Should().Equal(bytes);
    }

    [SkippableFact]
    public async Task A_chained_file_has_its_tags_in_the_first_piece()
    {
        var (one, two) = (FfmpegTool.Make(_folder.File("one.ogg"), [.. Tone, "-c:a", "libvorbis", "-serial_offset", "1"]),
            FfmpegTool.Make(_folder.File("two.ogg"), [.. Tone, "-c:a", "libvorbis", "-serial_offset", "2"]));
        var path = _folder.Write("chain.ogg", [.. File.ReadAllBytes(one), .. File.ReadAllBytes(two)]);
        var sound = MusicProbe.Decoded(path);

        await _writer.WriteAsync(path, Happy);

        _writer.Read(path).Should().Be(Happy);
        MusicProbe.Decoded(path).Should().Be(sound);
        File.ReadAllBytes(path).AsSpan().EndsWith(File.ReadAllBytes(two)).Should().BeTrue();
    }

    [SkippableFact]
    public async Task A_file_that_was_changed_since_gets_back_its_mood_tags_only()
    {
        var path = FfmpegTool.Make(_folder.File("tone.flac"), [.. Tone, "-metadata", "MOOD=mine"]);
        MoodTagUndo? undo = null;
        await _writer.WriteAsync(path, Happy, recording: change => undo = change);
        var other = FfmpegTool.Make(_folder.File("other.flac"), ["-i", path, "-c", "copy", "-metadata", "title=New"]);
        File.Move(other, path, overwrite: true);

        (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.Tags);

        _writer.Read(path).Should().Be(new MoodTags(["mine"]));
        MusicProbe.Tags(path)["TITLE"].Should().Be("New");
    }

    [SkippableFact]
    public async Task A_mood_that_somebody_changed_since_is_not_taken_back()
    {
        var path = FfmpegTool.Make(_folder.File("tone.flac"), Tone);
        MoodTagUndo? undo = null;
        await _writer.WriteAsync(path, Happy, recording: change => undo = change);
        await _writer.WriteAsync(path, new(["mine"], Happy.Valence, Happy.Arousal));

        (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.Tags);
        _writer.Read(path).Should().Be(new MoodTags(["mine"]));
        (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.None);
    }

    [SkippableFact]
    public async Task Comments_go_before_a_block_that_is_no_longer_the_last()
    {
        const int StreamInfo = 34, Start = 4, Header = 4, Picture = 6, Last = 0x80;
        var tone = File.ReadAllBytes(FfmpegTool.Make(_folder.File("tone.flac"), Tone));
        byte[] streamInfo = [0, .. tone.AsSpan(Start + 1, Header - 1 + StreamInfo)];
        var audio = Start;
        for (var last = false; !last; audio += Header + (tone[audio + 1] << 16 | tone[audio + 2] << 8 | tone[audio + 3])) last = tone[audio] >= Last;
        byte[] picture = [Picture | Last, 0, 0, 32, 0, 0, 0, 3, .. new byte[28]];
        byte[] bytes = [.. "fLaC"u8, .. streamInfo, .. picture, .. tone.AsSpan(audio)];
        var path = _folder.Write("picture.flac", bytes);
        MoodTagUndo? undo = null;

        await _writer.WriteAsync(path, Happy, recording: change => undo = change);

        _writer.Read(path).Should().Be(Happy);
        File.ReadAllBytes(path).AsSpan().IndexOf(picture.AsSpan(1)).Should().BePositive();
        (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.Bytes);
        File.ReadAllBytes(path).Should().Equal(bytes);
    }

    [SkippableFact]
    public async Task Free_space_of_an_MP4_file_may_be_exactly_what_is_needed()
    {
        var path = FfmpegTool.Make(_folder.File("tone.m4a"), [.. Tone, "-movflags", "+faststart"]);
        await _writer.WriteAsync(path, Happy);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf("free"u8) - sizeof(uint);
        var free = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
        foreach (var more in new[] { free, free - 1, free - 8, free + 1 })
        {
            File.WriteAllBytes(path, bytes);
            var tags = new MoodTags(["Happy" + new string('x', more)], Happy.Valence, Happy.Arousal);

            await _writer.WriteAsync(path, tags);

            _writer.Read(path).Should().Be(tags);
        }
    }

    [SkippableFact]
    public async Task The_fields_of_an_ID3v1_tag_stay_visible_behind_a_new_tag()
    {
        var audio = File.ReadAllBytes(FfmpegTool.Make(_folder.File("none.mp3"), [.. Tone, "-id3v2_version", "0"]));
        var old = new byte[128];
        foreach (var (at, text) in new[] { (0, "TAG"), (3, "Titel"), (33, "Artist"), (63, "Album"), (93, "1999"), (97, "words") })
            System.Text.Encoding.Latin1.GetBytes(text, old.AsSpan(at));
        (old[126], old[127]) = (5, 17);
        var path = _folder.Write("old.mp3", [.. audio, .. old]);
        var tags = MusicProbe.Tags(path);
        MoodTagUndo? undo = null;

        await _writer.WriteAsync(path, Happy, recording: change => undo = change);

        tags.Should().Contain("TITLE", "Titel").And.Contain("GENRE", "Rock");
        var found = MusicProbe.Tags(path);
        found["VALENCE"].Should().Be("0.853");
        foreach (var own in new[] { "TMOO", "VALENCE", "AROUSAL" }) found.Remove(own);
        found.Should().Equal(tags);
        File.ReadAllBytes(path).AsSpan().EndsWith(old).Should().BeTrue();
        (await _writer.UndoAsync(undo!)).Should().Be(MoodTagRestoration.Bytes);
    }

    [SkippableFact]
    public async Task A_file_whose_name_is_as_long_as_names_can_be_is_written()
    {
        var path = FfmpegTool.Make(_folder.File(new string('長', 83) + ".mp3"), Tone);

        await _writer.WriteAsync(path, Happy);

        _writer.Read(path).Should().Be(Happy);
        Directory.GetFiles(_folder.Path).Should().Equal(path);
    }

    [SkippableTheory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("ogg", "-c:a", "libvorbis")]
    [InlineData("opus")]
    [InlineData("m4a")]
    [InlineData("m4a", "-movflags", "+faststart")]
    public async Task A_truncated_file_is_named_and_left_as_it_is(string extension, params string[] options)
    {
        var whole = File.ReadAllBytes(FfmpegTool.Make(_folder.File("tone." + extension), [.. Tone, .. options]));
        foreach (var length in new[] { whole.Length * 6 / 10, whole.Length - 5 })
        {
            var path = _folder.Write($"cut{length}.{extension}", whole[..length]);

            (await FluentActions.Awaiting(() => _writer.WriteAsync(path, Happy)).Should().ThrowAsync<MediaException>())
                .WithMessage($"{path}: *");
            File.ReadAllBytes(path).Should().Equal(whole[..length]);
        }
    }

    [SkippableFact]
    public async Task Other_formats_empty_missing_and_read_only_files_are_refused_by_name()
    {
        await Refused(FfmpegTool.Make(_folder.File("tone.wav"), Tone), "*is WAV, to which no moods are written*");
        await Refused(FfmpegTool.Make(_folder.File("tone.aiff"), Tone), "*is AIFF, to which no moods are written*");
        await Refused(FfmpegTool.Make(_folder.File("tone.aac"), Tone), "*raw AAC stream*");
        await Refused(_folder.Write("empty.mp3", ""), "*is empty (0 bytes)*");
        await Refused(_folder.Write("text.mp3", "words\n"), "*not a supported music file*");
        await Refused(_folder.File("missing.mp3"), "*there is no such file*");
        await Refused(_folder.Path, "*is a folder*");
        var locked = FfmpegTool.Make(_folder.File("locked.flac"), Tone);
        File.SetAttributes(locked, FileAttributes.ReadOnly);
        await Refused(locked, "*is read-only*");
        (await FluentActions.Awaiting(() => _writer.WriteAsync(locked, Happy, dryRun: true)).Should().ThrowAsync<MediaException>())
            .WithMessage("*is read-only*");
        File.SetAttributes(locked, FileAttributes.Normal);
        Directory.GetFiles(_folder.Path, "*.tmp").Should().BeEmpty();

        async Task Refused(string path, string message) =>
            (await FluentActions.Awaiting(() => _writer.WriteAsync(path, Happy)).Should().ThrowAsync<MediaException>())
                .WithMessage(message).WithMessage($"{path}: *");
    }

    [SkippableFact]
    public async Task A_link_stays_a_link_and_permissions_stay()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        if (OperatingSystem.IsWindows()) return; // for the analyzer
        var path = FfmpegTool.Make(_folder.File("tone.flac"), Tone);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var link = _folder.File("link.flac");
        File.CreateSymbolicLink(link, path);

        await _writer.WriteAsync(link, Happy);

        new FileInfo(link).LinkTarget.Should().Be(path);
        _writer.Read(path).Should().Be(Happy);
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    [SkippableFact]
    public async Task A_canceled_or_failed_change_leaves_the_file_and_nothing_else()
    {
        var path = FfmpegTool.Make(_folder.File("tone.flac"), Tone);
        var bytes = File.ReadAllBytes(path);

        await FluentActions.Awaiting(() => _writer.WriteAsync(path, Happy, cancellationToken: new(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => _writer.WriteAsync(path, Happy, recording: _ => throw new MmvaException("The disk is full.")))
            .Should().ThrowAsync<MmvaException>().WithMessage("The disk is full.");
        var missing = new MoodTagWriter(new() { FfmpegPath = "no-such-program" });
        await FluentActions.Awaiting(() => missing.WriteAsync(path, Happy)).Should().ThrowAsync<MediaException>().WithMessage("*no-such-program*");

        File.ReadAllBytes(path).Should().Equal(bytes);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }
}

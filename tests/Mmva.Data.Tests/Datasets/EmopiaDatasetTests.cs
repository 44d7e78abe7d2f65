using System.Buffers.Binary;
using System.IO.Compression;
using Mmva.TestSupport;

namespace Mmva.Data.Tests;

/// <summary>Small archives: valid, damaged and hostile.</summary>
public sealed class EmopiaDatasetTests : IDisposable
{
    private static readonly byte[] Midi = [.. "MThd"u8, 0, 0, 0, 6, 0, 1, 0, 0, 0, 96];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_contain_quadrant_song_and_number_in_any_folder_and_order()
    {
        var archive = Write(
            ("b/", []), ("b/Q4_a_1.mid", Midi), ("Q2__x-_y__10.mid", [.. Midi, 7]), ("b/c/Q1_a_1_2.mid", Midi), ("Q2__x-_y__9.mid", Midi));

        var clips = Datasets.Emopia(_folder.Path);

        clips.Should().Equal(
            new EmopiaClip("Q1_a_1_2", EmopiaQuadrant.PleasantExcited, "a_1", archive, "b/c/Q1_a_1_2.mid"),
            new EmopiaClip("Q2__x-_y__10", EmopiaQuadrant.UnpleasantExcited, "_x-_y_", archive, "Q2__x-_y__10.mid"),
            new EmopiaClip("Q2__x-_y__9", EmopiaQuadrant.UnpleasantExcited, "_x-_y_", archive, "Q2__x-_y__9.mid"),
            new EmopiaClip("Q4_a_1", EmopiaQuadrant.PleasantCalm, "a", archive, "b/Q4_a_1.mid"));
        clips[1].Group.Should().Be("emopia/_x-_y_");
        clips[1].ReadMidi().Should().Equal([.. Midi, 7]);
    }

    [Fact]
    public void A_quadrant_is_represented_by_a_point_at_the_given_distance()
    {
        Clip(EmopiaQuadrant.PleasantExcited).EmotionAt(0.25f).Should().Be(new ValenceArousal(0.75f, 0.75f));
        Clip(EmopiaQuadrant.UnpleasantExcited).EmotionAt(0.25f).Should().Be(new ValenceArousal(0.25f, 0.75f));
        Clip(EmopiaQuadrant.UnpleasantCalm).EmotionAt(0.5f).Should().Be(new ValenceArousal(0, 0));
        Clip(EmopiaQuadrant.PleasantCalm).EmotionAt(0.25f).Should().Be(new ValenceArousal(0.75f, 0.25f));
        foreach (var distance in new[] { 0, -0.1f, 0.51f, float.NaN })
            FluentActions.Invoking(() => Clip(EmopiaQuadrant.PleasantCalm).EmotionAt(distance)).Should().Throw<ArgumentOutOfRangeException>();

        static EmopiaClip Clip(EmopiaQuadrant quadrant) => new("", quadrant, "", "", "");
    }

    [Theory]
    [InlineData("Q5_a_1.mid")]
    [InlineData("q1_a_1.mid")]
    [InlineData("Q1_a.mid")]
    [InlineData("Q1__1.mid")]
    [InlineData("Q1_a_1.midi")]
    [InlineData("Q1_a_1.mid\n")]
    [InlineData("Q1_a_x.mid")]
    [InlineData("Q1_..\\a_1.mid")]
    [InlineData("readme.txt")]
    public void Another_name_is_an_error_that_names_the_entry(string name)
    {
        var path = Write(("m/Q1_a_0.mid", Midi), ("m/" + name, Midi));

        Failure().WithMessage($"{path}: the entry 'm/{name.Replace('\n', '?')}' is not named Qn_SONG_clip.mid*");
    }

    [Fact]
    public void One_clip_in_two_folders_is_an_error()
    {
        Write(("a/Q1_a_0.mid", Midi), ("b/Q1_a_0.mid", Midi));

        Failure().WithMessage("*the entry 'b/Q1_a_0.mid' appears twice, also as 'a/Q1_a_0.mid'.");
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        Write(("Q1_a_0.mid", new byte[1_000_000]));
        Datasets.Emopia(_folder.Path).Should().ContainSingle();
        Write(("Q1_a_0.mid", new byte[1_000_001]));
        Failure().WithMessage("*the entry 'Q1_a_0.mid' has 1000001 bytes; at most 1000000 are allowed.");
        Write([.. Enumerable.Range(0, 100_001).Select(i => ($"Q1_a_{i}.mid", Array.Empty<byte>()))]);
        Failure().WithMessage("*has 100001 entries; at most 100000 are allowed.");
        using (var file = File.Create(_folder.File("midis.zip"))) file.SetLength((64 << 20) + 1);
        Failure().WithMessage("*has 67108865 bytes; at most 67108864 are allowed.");
    }

    [Fact]
    public void An_entry_of_another_size_than_declared_or_without_midi_is_refused()
    {
        var path = Write(("Q1_a_0.mid", [.. Midi, .. new byte[500_000]]), ("Q1_a_1.mid", "RIFF"u8.ToArray()));
        var clips = Datasets.Emopia(_folder.Path);
        FluentActions.Invoking(clips[1].ReadMidi)
            .Should().Throw<DatasetException>().WithMessage($"{path}: the entry 'Q1_a_1.mid' is not a MIDI file.");
        FluentActions.Invoking((clips[1] with { Entry = "x" }).ReadMidi)
            .Should().Throw<DatasetException>().WithMessage("*the entry 'x' does not exist.");

        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        foreach (var size in new[] { 100, 600_000 })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(directory + 24), size);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), size);
            File.WriteAllBytes(path, bytes);
            FluentActions.Invoking(Datasets.Emopia(_folder.Path)[0].ReadMidi).Should().Throw<DatasetException>().WithMessage("*is damaged*");
        }
    }

    [Fact]
    public void A_missing_an_empty_and_a_damaged_archive_have_different_errors()
    {
        Failure().WithMessage("*midis.zip: cannot be read*");
        _folder.Write("midis.zip", "no archive");
        Failure().WithMessage("*midis.zip: is damaged*");
        Write();
        Failure().WithMessage("*midis.zip: has no clips.");
    }

    [Fact]
    public void Random_bytes_result_in_a_typed_error_or_clips()
    {
        var random = new Random(5);
        var path = Write(("Q1_a_0.mid", [.. Midi, .. new byte[200]]), ("m/Q2_b-c_1.mid", Midi));
        var valid = File.ReadAllBytes(path);
        for (var round = 0; round < 500; round++)
        {
            var bytes = (byte[])valid.Clone();
            for (var hit = random.Next(1, 6); hit > 0; hit--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, random.Next(4) > 0 ? bytes : bytes[..random.Next(bytes.Length + 1)]);
            try
            {
                foreach (var clip in Datasets.Emopia(_folder.Path)) clip.ReadMidi().Length.Should().BeLessThanOrEqualTo(1_000_000);
            }
            catch (DatasetException)
            {
            }
        }
    }

    private FluentAssertions.Specialized.ExceptionAssertions<DatasetException> Failure() =>
        FluentActions.Invoking(() => Datasets.Emopia(_folder.Path)).Should().Throw<DatasetException>();

    private string Write(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return _folder.Write("midis.zip", memory.ToArray());
    }
}

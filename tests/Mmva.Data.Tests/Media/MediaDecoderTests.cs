using Mmva.Data.Tests.Audio;
using Mmva.Data.Tests.Images;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Media;

public sealed class MediaDecoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _image;
    private readonly string _audio;

    public MediaDecoderTests()
    {
        _image = _folder.Write("song.wav", Png.File(1, 1, Png.Rgb, 8, [0, 10, 20, 30]));
        _audio = _folder.Write("photo.png", Wav.File(Wav.Pcm16(16384)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_content_of_a_file_decides_what_it_is()
    {
        var decoder = new MediaDecoder();

        var image = await decoder.DecodeAsync(_image);
        var music = await decoder.DecodeAsync(_audio);

        (image.Modality, image.Music, image.Caption).Should().Be((Modality.Image, null, null));
        image.Image!.Pixels.ToArray().Should().Equal(10, 20, 30);
        (music.Modality, music.Image, music.Caption).Should().Be((Modality.Music, null, null));
        music.Music!.Samples.ToArray().Should().Equal(0.5f);
    }

    [Fact]
    public async Task Other_files_are_errors()
    {
        var text = _folder.Write("notes.txt", "neither");
        var damaged = _folder.Write("damaged.jpg", "neither");

        await Refused(text, "is neither an image nor audio.");
        await Refused(damaged, "is not a supported image*");
        await Refused(_folder.File("missing.jpg"), "there is no such file.");

        static Task Refused(string path, string reason) =>
            new MediaDecoder().Awaiting(d => d.DecodeAsync(path)).Should().ThrowAsync<MediaException>().WithMessage($"{path}: {reason}");
    }

    [Fact]
    public async Task A_decoder_of_one_modality_decodes_every_file_with_it()
    {
        (await new MediaDecoder(new SkiaImageDecoder()).DecodeAsync(_image)).Modality.Should().Be(Modality.Image);
        (await new MediaDecoder(new AudioDecoder()).DecodeAsync(_audio)).Modality.Should().Be(Modality.Music);

        await new MediaDecoder(new SkiaImageDecoder()).Awaiting(d => d.DecodeAsync(_audio))
            .Should().ThrowAsync<MediaException>().WithMessage("*is not a supported image*it looks like WAV.");
    }

    [Fact]
    public async Task A_canceled_token_cancels_decoding() =>
        await new MediaDecoder().Awaiting(d => d.DecodeAsync(_image, new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();
}

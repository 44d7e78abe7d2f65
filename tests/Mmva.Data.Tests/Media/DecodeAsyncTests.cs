using Mmva.Data.Tests.Audio;
using Mmva.Data.Tests.Images;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Media;

public class DecodeAsyncTests
{
    private static readonly byte[] Image = Png.File(1, 1, Png.Rgb, 8, [0, 10, 20, 30]);
    private static readonly byte[] Audio = Wav.File(Wav.Pcm16(16384, -16384));

    private readonly IImageDecoder _images = new SkiaImageDecoder();
    private readonly IAudioDecoder _audio = new AudioDecoder();

    [Fact]
    public async Task Bytes_are_decoded()
    {
        (await _images.DecodeAsync(Image, "x")).Pixels.ToArray().Should().Equal(10, 20, 30);
        (await _audio.DecodeAsync(Audio, "x")).Samples.ToArray().Should().Equal(0.5f, -0.5f);
        await _images.Awaiting(d => d.DecodeAsync("text"u8.ToArray(), "x"))
            .Should().ThrowAsync<MediaException>().WithMessage("x: is not a supported image*");
    }

    [Fact]
    public async Task Streams_are_read_from_their_position_and_stay_open()
    {
        await using var image = new Trickle([1, 2, 3, .. Image]);
        await using var audio = new Trickle([1, 2, 3, .. Audio]);
        image.Position = audio.Position = 3;

        (await _images.DecodeAsync(image, "x")).Pixels.ToArray().Should().Equal(10, 20, 30);
        (await _audio.DecodeAsync(audio, "x")).Samples.ToArray().Should().Equal(0.5f, -0.5f);

        (image.Position, audio.Position).Should().Be((image.Length, audio.Length), "they are still open");
    }

    [Fact]
    public async Task Streams_are_read_no_further_than_the_limit()
    {
        IImageDecoder images = new SkiaImageDecoder(new() { MaxBytes = Image.Length - 1 });
        IAudioDecoder audio = new AudioDecoder(new() { MaxBytes = 1000 });
        await using var endless = new Trickle(new byte[1 << 20]);

        await images.Awaiting(d => d.DecodeAsync(new Trickle(Image), "x"))
            .Should().ThrowAsync<MediaException>().WithMessage($"x: has more bytes than ImageDecoderOptions.MaxBytes = {Image.Length - 1} allows.");
        await audio.Awaiting(d => d.DecodeAsync(endless, "x"))
            .Should().ThrowAsync<MediaException>().WithMessage("x: has more bytes than AudioDecoderOptions.MaxBytes = 1,000 allows.");

        endless.Position.Should().BeLessThan(2000);
        (await new SkiaImageDecoder(new() { MaxBytes = Image.Length }).As<IImageDecoder>().DecodeAsync(new Trickle(Image), "x")).Width.Should().Be(1);
    }

    [Fact]
    public async Task Empty_and_failing_streams_are_named()
    {
        await Refused(new Trickle([]), "is empty (0 bytes).");
        await Refused(new Trickle(Image) { Fails = true }, "cannot be read: the connection was lost");

        async Task Refused(Stream stream, string reason)
        {
            await _images.Awaiting(d => d.DecodeAsync(stream, "x")).Should().ThrowAsync<MediaException>().WithMessage("x: " + reason);
            await _audio.Awaiting(d => d.DecodeAsync(stream, "x")).Should().ThrowAsync<MediaException>().WithMessage("x: " + reason);
        }
    }

    [SkippableFact]
    public async Task A_stream_that_is_not_WAV_goes_through_ffmpeg()
    {
        using var folder = new TemporaryFolder();
        var path = FfmpegTool.Make(folder.File("x.mp3"), "-f", "lavfi", "-i", "sine=d=0.5");
        await using var stream = File.OpenRead(path);

        (await _audio.DecodeAsync(stream, "x")).Samples.ToArray().Should().Equal(_audio.Decode(path).Samples.ToArray());
    }

    [Fact]
    public async Task Cancellation_ends_reading()
    {
        using var cancel = new CancellationTokenSource();
        var stream = new Trickle(Image) { OnRead = cancel.Cancel };

        await _images.Awaiting(d => d.DecodeAsync(stream, "x", cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        await _audio.Awaiting(d => d.DecodeAsync(stream, "x", cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_custom_decoder_of_bytes_decodes_streams()
    {
        IImageDecoder images = new FirstPixel();
        IAudioDecoder audio = new FirstSample();

        (await images.DecodeAsync(new Trickle([7, 8, 9, 1]), "x")).Pixels.ToArray().Should().Equal(7, 8, 9);
        (await audio.DecodeAsync(new Trickle([7, 8]), "x")).Samples.ToArray().Should().Equal(7);
    }

    private sealed class FirstPixel : IImageDecoder
    {
        public RgbImage Decode(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) => new(1, 1, encoded[..3]);
    }

    private sealed class FirstSample : IAudioDecoder
    {
        public Waveform Decode(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) =>
            new(new float[] { encoded.Span[0] }, 8000);
    }

    /// <summary>A few bytes at a time, asynchronously only.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public bool Fails { get; init; }

        public Action OnRead { get; init; } = () => { };

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            OnRead();
            cancellationToken.ThrowIfCancellationRequested();
            if (Fails) throw new IOException("the connection was lost");
            var count = (int)Math.Min(Math.Min(buffer.Length, 100), Length - Position);
            ToArray().AsMemory((int)Position, count).CopyTo(buffer);
            Position += count;
            return ValueTask.FromResult(count);
        }

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

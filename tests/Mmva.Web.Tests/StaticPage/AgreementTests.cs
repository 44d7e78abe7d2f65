using System.Runtime.InteropServices;
using Microsoft.Playwright;
using Mmva.Compact;
using Mmva.Data;
using Mmva.TestSupport;
using SkiaSharp;

namespace Mmva.Web.Tests.StaticPage;

/// <summary>The page predicts what the library predicts.</summary>
[Collection(StaticSiteCollection.Name)]
public sealed class AgreementTests(StaticSite site)
{
    private const float Tolerance = .005f;

    private static readonly AudioDecoderOptions Listening = new() { Excerpt = TimeSpan.FromSeconds(30), MaxSampleRate = 16_000 };

    [SkippableFact]
    public async Task Photos_have_the_points_of_the_library_and_stay_on_the_device()
    {
        var page = await site.OpenAsync();
        (string, byte[])[] photos =
        [
            ("photo.jpg", Pictures.Photo(1)), ("large.jpg", Pictures.Photo(2, 1600, 2100)),
            ("small.png", Pictures.Photo(3, 40, 31, SKEncodedImageFormat.Png)),
            ("panorama.webp", Pictures.Photo(4, 1900, 260, SKEncodedImageFormat.Webp)), ("turned.jpg", Photos.Turned(Pictures.Photo(5), 6)),
            ("mirrored.jpg", Photos.Turned(Pictures.Photo(6, 333, 500), 7, isBigEndian: true)), ("gray.jpg", Photos.Gray(500, 380)),
            ("transparent.png", Photos.Transparent(300, 200)), ("wide colors.jpg", Photos.WideColors(Pictures.Photo(7), SKEncodedImageFormat.Jpeg)),
            .. new[] { "cmyk.jpg", "progressive.jpg", "gray_alpha.png", "palette.png" }
                .Select(name => (name, File.ReadAllBytes(GoldenFiles.Fixture("clip-preprocess", name)))),
        ];
        var points = await StaticSite.DropAsync(page, photos);

        using var model = CompactModel.Load();
        var decoder = new SkiaImageDecoder();
        foreach (var (name, bytes) in photos) Check(name, points, await model.Predictor.PredictAsync(decoder.Decode(bytes, name)));

        // what is loaded is enough: no connection is needed any more
        await page.Context.SetOfflineAsync(true);
        var later = await StaticSite.DropAsync(page, ("later.jpg", Pictures.Photo(8)));
        Check("later.jpg", later, await model.Predictor.PredictAsync(decoder.Decode(Pictures.Photo(8), "later.jpg")));
        site.Complaints.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Tracks_have_the_points_of_the_library()
    {
        var page = await site.OpenAsync();
        var tracks = new List<(string Name, byte[] Bytes)>
        {
            ("stereo 44.1 kHz.wav", Tracks.Wav(44_100, 2, 16)), ("48 kHz.wav", Tracks.Wav(48_000, 1, 16)), ("16 kHz.wav", Tracks.Wav(16_000, 1, 16)),
            ("24 bits.wav", Tracks.Wav(44_100, 2, 24)), ("8 bits, 11 kHz.wav", Tracks.Wav(11_025, 1, 8)),
            ("floats, 6 channels.wav", Tracks.Wav(48_000, 6, -32, isExtensible: true)),
            ("32 bits.wav", Tracks.Wav(32_000, 2, 32, isExtensible: true)), ("long.wav", Tracks.Wav(22_050, 1, 16, seconds: 47)),
            ("inverted.wav", Tracks.Wav(44_100, 2, 16, invertSecond: true)),
        };
        using var folder = new TemporaryFolder();
        tracks.AddRange(await CodedAsync(page, folder, tracks[0].Bytes));
        var cut = tracks.Single(track => track.Name == "coded.flac").Bytes;
        var points = await StaticSite.DropAsync(page, [.. tracks, ("cut.flac", cut[..(cut.Length / 2)])]);

        using var model = CompactModel.Load();
        var decoder = new AudioDecoder(Listening);
        foreach (var (name, bytes) in tracks) Check(name, points, await model.Predictor.PredictAsync(decoder.Decode(bytes, name)));
        (await page.Locator("#tracks .failed .va").InnerTextAsync()).Should()
            .MatchRegex(@"^is truncated or damaged: only \d\.\d\d of the 4\.00 seconds");
        (await page.Locator("#tracks .va").Filter(new() { HasText = "its two channels cancel each other out" }).CountAsync()).Should().Be(1);
        site.Complaints.Should().BeEmpty();
    }

    [SkippableFact]
    public async Task The_models_see_the_pixels_of_the_library()
    {
        var page = await site.OpenAsync();
        foreach (var (name, bytes, format, most) in new[]
        {
            ("photo", Pictures.Photo(1, 301, 199), "JPEG", 0), ("turned", Photos.Turned(Pictures.Photo(5, 64, 47), 5), "JPEG", 0),
            ("wide colors", Photos.WideColors(Pictures.Photo(7), SKEncodedImageFormat.Png), "PNG", 0),
            ("transparent", Photos.Transparent(120, 90), "PNG", 1), ("lossy", Pictures.Photo(3, 130, 88, SKEncodedImageFormat.Webp), "WebP", 0),
        })
        {
            var expected = new SkiaImageDecoder().Decode(bytes, name);
            var pixels = Convert.FromBase64String(await page.EvaluateAsync<string>(
                """
                async ([base64, format]) => {
                    const { pixelsOf } = await import('./image/pixels.js');
                    const file = new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], 'x');
                    const { width, height, pixels } = await pixelsOf(file, { name: format, type: `image/${format.toLowerCase()}` });
                    return btoa([...pixels, ...new Uint8Array(new Int32Array([width, height]).buffer)].map(x => String.fromCharCode(x)).join(''));
                }
                """, new[] { Convert.ToBase64String(bytes), format }));

            MemoryMarshal.Cast<byte, int>(pixels.AsSpan(^8..)).ToArray().Should().Equal([expected.Width, expected.Height], name);
            pixels[..^8].Zip(expected.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(most, name);
        }
    }

    [SkippableFact]
    public async Task Photos_are_resized_as_by_the_library()
    {
        var page = await site.OpenAsync();
        foreach (var (width, height) in new[] { (640, 480), (301, 998), (224, 224), (225, 300), (50, 31), (1, 7) })
        {
            var image = new SkiaImageDecoder().Decode(Pictures.Photo(9, 1000, 1000, SKEncodedImageFormat.Png), "photo");
            image = ImageResizing.CenterCrop(image, width, height);
            var square = Math.Min(width, height);
            var expected = ImageResizing.Bicubic(ImageResizing.CenterCrop(image, square, square), 224, 224);

            var resized = Convert.FromBase64String(await page.EvaluateAsync<string>(
                """
                async ([base64, width, height]) => {
                    const { squareOf } = await import('./image/resize.js');
                    const { pixels } = squareOf({ width: +width, height: +height, pixels: Uint8Array.from(atob(base64), c => c.charCodeAt(0)) }, 224);
                    return btoa([...pixels].map(x => String.fromCharCode(x)).join(''));
                }
                """, new[] { Convert.ToBase64String(image.Pixels.Span), $"{width}", $"{height}" }));

            resized.AsSpan().SequenceEqual(expected.Pixels.Span).Should().BeTrue("of {0} × {1}", width, height);
        }
    }

    [SkippableFact]
    public async Task Audio_is_resampled_as_by_the_library()
    {
        var page = await site.OpenAsync();
        foreach (var rate in new[] { 44_100, 48_000, 22_050, 8_000, 37_777 })
        {
            var random = new Random(rate);
            var samples = Enumerable.Range(0, 5_001).Select(_ => 2 * random.NextSingle() - 1).ToArray();
            var expected = AudioResampling.Resample(new(samples, rate), 16_000).Samples.ToArray();

            var resampled = MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(await page.EvaluateAsync<string>(
                """
                async ([base64, rate]) => {
                    const { resample } = await import('./audio/resample.js');
                    const samples = new Float32Array(Uint8Array.from(atob(base64), c => c.charCodeAt(0)).buffer);
                    return btoa([...new Uint8Array(resample(samples, +rate, 16000).buffer)].map(x => String.fromCharCode(x)).join(''));
                }
                """, new[] { Convert.ToBase64String(MemoryMarshal.AsBytes<float>(samples)), $"{rate}" }))).ToArray();

            resampled.Should().HaveCount(expected.Length);
            resampled.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f, "of {0} Hz", rate);
        }
    }

    // compressed files, as far as ffmpeg is there to write them and the browser reads them
    private static async Task<List<(string, byte[])>> CodedAsync(IPage page, TemporaryFolder folder, byte[] wav)
    {
        var coded = new List<(string, byte[])>();
        var source = Path.Combine(folder.Path, "source.wav");
        await File.WriteAllBytesAsync(source, wav);
        (string, string)[] formats =
        [
            ("coded.mp3", "audio/mpeg"), ("coded.m4a", "audio/mp4; codecs=\"mp4a.40.2\""), ("coded.flac", "audio/flac"),
            ("coded.ogg", "audio/ogg; codecs=vorbis"),
        ];
        // builds of Chromium without the codecs of others read the last two
        foreach (var (name, type) in formats)
            if (await page.EvaluateAsync<bool>("type => new Audio().canPlayType(type) !== ''", type))
                coded.Add((name, await File.ReadAllBytesAsync(FfmpegTool.Make(Path.Combine(folder.Path, name), "-i", source))));
        return coded;
    }

    private static void Check(string name, Dictionary<string, ValenceArousal> points, ValenceArousal expected)
    {
        points.Should().ContainKey(name);
        points[name].Valence.Should().BeApproximately(expected.Valence, Tolerance, "valence of {0}", name);
        points[name].Arousal.Should().BeApproximately(expected.Arousal, Tolerance, "arousal of {0}", name);
    }
}

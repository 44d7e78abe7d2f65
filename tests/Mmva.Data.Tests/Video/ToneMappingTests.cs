using Mmva.TestSupport;

namespace Mmva.Data.Tests.Video;

public sealed class ToneMappingTests : IDisposable
{
    // the code values of 203 cd/m², white of paper, in ITU-R BT.2408
    private const double PqWhite = 0.58, HlgWhite = 0.75;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(DynamicRange.PerceptualQuantizer), PqWhite)]
    [InlineData(nameof(DynamicRange.HybridLogGamma), HlgWhite)]
    public void Brightness_rises_to_white_and_paper_is_nearly_white(string name, double white)
    {
        var range = Enum.Parse<DynamicRange>(name);
        double Gray(double code) => ToneMapping.Convert(range, code, code, code).Green;

        Gray(0).Should().Be(0);
        Gray(white).Should().BeInRange(0.93, 0.97);
        Gray(white * 0.8).Should().BeLessThan(0.75);
        Gray(1).Should().BeApproximately(1, 1e-3);
        for (var code = 0.0; code < 1; code += 0.01) Gray(code + 0.01).Should().BeGreaterThanOrEqualTo(Gray(code) - 1e-12);
    }

    [Fact]
    public void Hues_remain_and_gray_stays_gray()
    {
        var (r, g, b) = ToneMapping.Convert(DynamicRange.PerceptualQuantizer, 0.8, 0.8, 0.8);
        r.Should().BeApproximately(g, 2e-3);
        b.Should().BeApproximately(g, 2e-3);

        // pure red of BT.709 at half of reference white, in BT.2020
        (r, g, b) = ToneMapping.Convert(DynamicRange.PerceptualQuantizer, Pq(101.5 * 0.6274), Pq(101.5 * 0.0691), Pq(101.5 * 0.0164));
        r.Should().BeApproximately(Math.Pow(0.5, 1 / 2.4), 0.01);
        Math.Max(g, b).Should().BeLessThan(0.15);

        static double Pq(double light)
        {
            var power = Math.Pow(light / 10_000, 0.1593017578125);
            return Math.Pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375);
        }
    }

    [SkippableTheory]
    [InlineData("smpte2084", PqWhite)]
    [InlineData("arib-std-b67", HlgWhite)]
    public async Task Frames_and_cuts_of_high_dynamic_range_are_converted_and_labeled(string transfer, double white)
    {
        var luma = (int)Math.Round(64 + white * 876);
        var path = FfmpegTool.Make(
            Path.Combine(_folder.Path, "hdr.mp4"), "-f", "lavfi", "-i",
            $"color=s=64x48:r=25:d=2,format=yuv420p10le,geq=lum={luma}:cb=512:cr=512,setparams=range=tv:color_primaries=bt2020:color_trc={transfer}"
            + ":colorspace=bt2020nc", "-c:v", "libx264", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc");
        var output = Path.Combine(_folder.Path, "cut.mp4");
        var reader = new VideoReader();

        await foreach (var frame in reader.ReadFramesAsync(path))
            frame.Image.Pixels.ToArray().Should().OnlyContain(x => x >= 236 && x <= 248, "it is nearly white, in gray");
        await new VideoCutter(reader).CutAsync(path, [new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5))], output);

        Decoded.Stream(output, "pix_fmt,color_range,color_space,color_transfer,color_primaries")
            .Should().Equal("yuv420p", "tv", "bt709", "bt709", "bt709");
        Decoded.Frames(output)[10].Should().OnlyContain(x => x >= 232 && x <= 250);
    }
}

using Mmva.Data;

namespace Mmva.Parity.Kinds;

/// <summary>Decoded pixels and the bicubic crop of 224 × 224, byte for byte.</summary>
internal sealed class ClipPreprocessKind : IGoldenKind
{
    private const int Size = 224;

    public string Name => "clip-preprocess";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        var decoder = new SkiaImageDecoder(new ImageDecoderOptions { Transparency = TransparencyHandling.Ignore, ApplyOrientation = false });
        using var file = folder.Tensors();
        foreach (var entry in folder.Json().GetProperty("images").EnumerateArray())
        {
            var (name, key) = (entry.GetProperty("file").GetString()!, entry.GetProperty("key").GetString()!);
            if (Find(folder, name) is not { } path)
            {
                yield return ParityRow.Skipped(key, "the picture is not here; set MMVA_DATA to the folder that has oasis/images");
                continue;
            }
            var image = decoder.Decode(path);
            if (name == "gray16.png")
            {
                yield return ParityRow.Skipped(key, "the reference clips 16-bit grey at 255 instead of scaling it");
                continue;
            }
            yield return ParityRow.Identical(key + ".rgb_u8_hwc", image.Pixels.Span, file[key + ".rgb_u8_hwc"].Bytes.Span);
            if (name == "palette_transparent.png")
                yield return ParityRow.Skipped(key + ".crop_u8_chw", "the reference composites this crop over white although its pixels are not");
            else
                yield return ParityRow.Identical<byte>(
                    key + ".crop_u8_chw", ChannelsFirst(ImageResizing.ShortestSideCrop(image, Size)), file[key + ".crop_u8_chw"].Bytes.Span);
        }
    }

    // photos of the real data are named by the golden files, not copied into them
    private static string? Find(GoldenFolder folder, string name)
    {
        var candidates = new List<string> { folder.File(name) };
        if (Environment.GetEnvironmentVariable("MMVA_DATA") is { Length: > 0 } data)
            candidates.AddRange([Path.Combine(data, name), Path.Combine(data, "oasis", "images", name)]);
        for (var at = folder.Path; at is not null; at = Path.GetDirectoryName(at)) candidates.Add(Path.Combine(at, "data", "oasis", "images", name));
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            if (File.Exists(Path.Combine(at, "Mmva.sln"))) candidates.Add(Path.Combine(at, "..", "shared", "data", "oasis", "images", name));
        return candidates.FirstOrDefault(File.Exists);
    }

    private static byte[] ChannelsFirst(RgbImage image)
    {
        var plane = image.Width * image.Height;
        var result = new byte[3 * plane];
        for (var i = 0; i < result.Length; i++) result[i] = image.Pixels.Span[(3 * (i % plane)) + (i / plane)];
        return result;
    }
}

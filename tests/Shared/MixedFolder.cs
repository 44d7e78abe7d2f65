using System.Buffers.Binary;

namespace Mmva.TestSupport;

/// <summary>A folder of good files, of files that cannot be used, and of links.</summary>
internal sealed class MixedFolder : IDisposable
{
    /// <summary>An image, and a link to it.</summary>
    public static readonly string[] GoodImages = ["good.png", "link.png"];

    /// <summary>A piece of music, and a link to it.</summary>
    public static readonly string[] GoodMusic = ["good.wav", "link.wav"];

    /// <summary>Damaged, empty, a link to nothing, and a link to itself.</summary>
    public static readonly string[] BadImages = ["damaged.jpg", "empty.png", "gone.png", "cycle.png"];

    /// <summary>As the images, and audio far beyond full scale, which the encoder refuses.</summary>
    public static readonly string[] BadMusic = ["damaged.wav", "empty.mp3", "gone.wav", "cycle.wav", "loud.wav"];

    private readonly TemporaryFolder _folder = new();

    public MixedFolder()
    {
        _folder.Write("good.png", Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mOI6nmGFTEMLQkAzFxzAc4w3TUAAAAASUVORK5CYII="));
        _folder.Write("good.wav", Wav(i => 0.4f * MathF.Sin(0.3f * i)));
        _folder.Write("loud.wav", Wav(i => i / 3 % 2 == 0 ? float.MaxValue : -float.MaxValue));
        foreach (var name in new[] { "damaged.jpg", "damaged.wav" }) _folder.Write(name, "neither an image nor audio");
        foreach (var name in new[] { "empty.png", "empty.mp3" }) _folder.Write(name, "");
        foreach (var extension in new[] { ".png", ".wav" })
        {
            File.CreateSymbolicLink(_folder.File("link" + extension), _folder.File("good" + extension));
            File.CreateSymbolicLink(_folder.File("gone" + extension), _folder.File("nowhere" + extension));
            File.CreateSymbolicLink(_folder.File("cycle" + extension), _folder.File("cycle" + extension));
        }
        Directory.CreateSymbolicLink(_folder.File("folder cycle"), _folder.Path);
    }

    public string Path => _folder.Path;

    public string[] PathsOf(params IEnumerable<string>[] names) => [.. names.SelectMany(some => some).Select(_folder.File)];

    public void Dispose() => _folder.Dispose();

    // two seconds of float32 at 8 kHz: resampling makes the largest values infinite
    private static byte[] Wav(Func<int, float> sample)
    {
        const int rate = 8000, count = 2 * rate;
        var wav = new byte[44 + 4 * count];
        "RIFF"u8.CopyTo(wav);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        "data"u8.CopyTo(wav.AsSpan(36));
        var fields = new[] { (4, wav.Length - 8), (16, 16), (20, 3 | 1 << 16), (24, rate), (28, 4 * rate), (32, 4 | 32 << 16), (40, 4 * count) };
        foreach (var (at, value) in fields) BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteSingleLittleEndian(wav.AsSpan(44 + 4 * i), sample(i));
        return wav;
    }
}

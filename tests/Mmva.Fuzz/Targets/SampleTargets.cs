using System.Text;
using IndexLibrary;
using MakeSoundtrack.Photos;
using MakePlaylist;
using Mmva.Fuzz.Engine;
using Mmva.PostgreSql;

namespace Mmva.Fuzz.Targets;

/// <summary>What the samples read themselves, and words of command lines and addresses.</summary>
internal static class SampleTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        new FileTarget("album-list", "Soundtrack: lists of photos, as lines and as JSON", "a.txt", path => AlbumList.Read(path), _ =>
        [
            JsonTargets.Utf8("# photos\na.jpg\t2.5\nsub/b.jpg\r\n./#c.jpg\t\n"),
                JsonTargets.Utf8("""["a.jpg",{"file":"b.jpg","seconds":2.5},{"file":"c.jpg","seconds":null}]"""),
        ]) { Text = true, Refusal = e => e is ArgumentException && e.StackTrace?.Contains("GetFullPath", StringComparison.Ordinal) == true },
        new ParserTarget("capture-time", "Soundtrack: when a photo was taken", bytes => CaptureTime.Of(bytes),
            () => [Exif(), [0xFF, 0xD8, 0xFF, 0xE1, 0, 90, .. "Exif\0\0"u8, .. Exif()]]),
        new ParserTarget("item-paths", "IndexLibrary: payloads", bytes => ItemPaths.FromJson(Encoding.UTF8.GetString(bytes))?.ToJson(), () =>
            [JsonTargets.Utf8("""{"paths":["a/b.jpg","ü.mp3"],"copies":2,"excerpt":"30"}""")]) { Text = true },
        new ParserTarget("words", "addresses of stores, stops of playlists, names of models, stored texts", bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (StoreAddress.ErrorOf(text) is null) StoreAddress.Of(text);
            StopText.ErrorOf("--from", text);
            StopText.ErrorOfAll(text);
            var stored = new StoredText(isUnicode: false);
            if (stored.Read(stored.Write(text)) != text) throw new InvalidOperationException("A stored text is read as another.");
            stored.Read(text);
            Several.Run(e => e is FormatException, () => PostgreSqlAddress.Parse(text));
        }, () =>
        [
            JsonTargets.Utf8("postgresql://mmva:secret@localhost:5432/media?sslmode=require&application_name=x"),
                JsonTargets.Utf8("postgres:Host=localhost;Database=media;Username=mmva"),
            JsonTargets.Utf8("sqlite:a.db"), JsonTargets.Utf8("calm @ 30%; 0.3,0.8; lively"), JsonTargets.Utf8("owner/model-1"),
                JsonTargets.Utf8("a%00E9b"),
        ]) { Text = true, Most = 300, Refusal = e => e is FormatException },
    ];

    private static byte[] Exif() =>
    [
        .. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x32, 1, 2, 0, 20, 0, 0, 0, 38, 0, 0, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0,
        .. "2024:05:06 07:08:09\0"u8, 0, 0,
        2, 0, 0x03, 0x90, 2, 0, 20, 0, 0, 0, 38, 0, 0, 0, 0x91, 0x92, 2, 0, 3, 0, 0, 0, .. "12\0\0"u8, 0, 0, 0, 0,
    ];
}

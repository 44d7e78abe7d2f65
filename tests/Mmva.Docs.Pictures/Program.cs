// Draws the images of docs/ from the media of the samples and the shipped model, and writes the four files with which a reader begins.
// dotnet run -c Release --project tests/Mmva.Docs.Pictures [-- NAME...]: all of them, or those with these names; needs the program ffmpeg.

using Mmva.Docs.Pictures;
using Mmva.Docs.Pictures.Pictures;

var docs = Directory.Exists("docs") ? "docs"
    : throw new DirectoryNotFoundException("Start it in the root of the repository: there is no folder docs.");
var pictures = new Dictionary<string, Func<Demo, Task<Svg>>>
{
    ["prediction"] = PredictionPicture.DrawAsync,
    ["retrieval"] = RetrievalPicture.DrawAsync,
    ["text-to-music"] = TextToMusicPicture.DrawAsync,
    ["vector-stores"] = VectorStoresPicture.DrawAsync,
    ["moods"] = MoodsPicture.DrawAsync,
    ["playlists"] = PlaylistsPicture.DrawAsync,
    ["prompts"] = PromptsPicture.DrawAsync,
    ["video-summaries"] = VideoPictures.DrawSummaryAsync,
    ["timelines"] = VideoPictures.DrawTimelineAsync,
    ["soundtracks"] = SoundtracksPicture.DrawAsync,
    ["following-music"] = FollowingMusicPicture.DrawAsync,
    ["captions"] = CaptionsPicture.DrawAsync,
    ["encoders"] = EncodersPicture.DrawAsync,
    ["training"] = TrainingPicture.DrawAsync,
    ["data"] = DataPicture.DrawAsync,
    ["indexes"] = IndexesPicture.DrawAsync,
};
if (args.FirstOrDefault(name => name != "media" && !pictures.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"{unknown}: there is no such image. There are media, {string.Join(", ", pictures.Keys)}.");
    return 2;
}

await using var demo = await Demo.CreateAsync();
if (args.Length == 0 || args.Contains("media")) StarterMedia.Write(demo, Path.Combine(docs, "media"));
var folder = Path.Combine(docs, "images");
Directory.CreateDirectory(folder);
foreach (var (name, draw) in pictures.Where(picture => args.Length == 0 || args.Contains(picture.Key)))
{
    var path = Path.Combine(folder, name + ".svg");
    await File.WriteAllTextAsync(path, (await draw(demo)).ToString());
    Console.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes");
}
return 0;

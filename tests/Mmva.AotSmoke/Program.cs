// Published ahead of time by .ci/aot: saves and loads a model, predicts with a custom encoder, uses the indexes. Exits with 1 if something differs.
// With the name of a file: predicts with the trained default too, and compares with the file, or writes it if it does not exist.

using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.AotSmoke;
using Mmva.Sqlite;
using Mmva.Tasks;

var folder = Directory.CreateTempSubdirectory("mmva-aot-");
try
{
    var heads = new MmvaModel(new() { Image = new(1, 3), Music = new(2, 4), Caption = new(1, 3), EmbeddingWidth = 16, HiddenWidth = 16 }, seed: 7);
    var file = Path.Combine(folder.FullName, "heads.safetensors");
    heads.Save(file, new Dictionary<string, string> { ["encoder"] = "mean-colour" });

    await using var services = new ServiceCollection()
        .AddMmva(options => options.BatchSize = 2).UseModel(file).UseImageEncoder<ColourEncoder>()
        .UseCaptionEncoder(_ => new ColourEncoder.OfNames().AsIEmbeddingGenerator().AsModalityEncoder())
        .Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    var predictor = services.GetRequiredService<IEmotionPredictor>();

    RgbImage[] images = [Plain(255, 0, 0), Plain(0, 255, 0), Plain(10, 20, 30)];
    var predicted = (await predictor.PredictAsync(images)).Select(p => p.Emotion).ToList();
    var features = await services.GetRequiredService<IModalityEncoder<RgbImage>>().EncodeAsync(images);
    var expected = heads.PredictEmotion(Modality.Image, heads.Embed(Modality.Image, features));
    if (!Same(predicted, expected) || predicted.Distinct().Count() != 3)
        return Fail($"{string.Join(" ", predicted)} instead of {string.Join(" ", expected)}");

    var red = (await predictor.PredictAsync(["red"]))[0];
    if (red.Emotion is not { Valence: > 0 and < 1, Arousal: > 0 and < 1 }) return Fail($"{red.Emotion} of a caption");
    if (services.GetRequiredService<MmvaModel>().Metadata["encoder"] != "mean-colour") return Fail("the heads' metadata are lost");

    EmotionItem[] items = [.. predicted.Select((place, i) => new EmotionItem($"{i}", Modality.Image, place, Embedding: new float[] { i }))];
    var index = new InMemoryEmotionIndex();
    await index.AddAsync(items);
    await index.SaveAsync(Path.Combine(folder.FullName, "index"));
    using var database = new SqliteEmotionIndex(Path.Combine(folder.FullName, "index.db"));
    await database.AddAsync(items);
    foreach (var opened in new IEmotionIndex[] { InMemoryEmotionIndex.Open(Path.Combine(folder.FullName, "index")), database })
        if ((await opened.NearestAsync(predicted[2], 1))[0].Item is not { Id: "2" }) return Fail($"the nearest in {opened}");

    if (args is [var predictions] && await CompactPredictions.DifferenceAsync(predictions) is { } difference) return Fail(difference);

    Console.WriteLine($"ok: {string.Join(" ", predicted)}");
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

static RgbImage Plain(byte red, byte green, byte blue) => new(1, 1, new[] { red, green, blue });

static bool Same(IReadOnlyList<ValenceArousal> a, IReadOnlyList<ValenceArousal> b) =>
    a.Count == b.Count
    && a.Zip(b).All(p => Math.Abs(p.First.Valence - p.Second.Valence) < 1e-5 && Math.Abs(p.First.Arousal - p.Second.Arousal) < 1e-5);

static int Fail(string what)
{
    Console.Error.WriteLine($"failed: {what}");
    return 1;
}

// Trains the model of Mmva.Compact, from the data sets to the model card.

using System.Diagnostics;
using ConsoleProgram;
using Mmva.Data;
using TrainCompact;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    var watch = Stopwatch.StartNew();
    void Say(string line) => Console.WriteLine($"{line} [{watch.Elapsed:mm\\:ss}]");

    if (arguments.Excerpts)
    {
        await new ExcerptCost(arguments).PrintAsync(cancellationToken);
        return 0;
    }

    // 1. Every item is encoded once; the features are kept.
    var data = await new DataLoader(arguments).LoadAsync(cancellationToken);
    Say($"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts");

    // 2. Results on held-out items: every fold once, next to ridge regression and the trivial predictor.
    var folds = Fold.Of(data, arguments.Seed);
    var validation = new CrossValidation(data, folds, arguments.Seed);
    var ridge = validation.Ridge();
    Say("ridge regression is measured");
    var heads = validation.Heads(Recipe.Pairing, folds.Count, cancellationToken);
    Console.WriteLine(MetricsTable.Of(heads, ridge));
    Say("heads are measured");

    // 3. The model to ship: all data.
    var shipped = new HeadsTrainer(data, Recipe.Pairing, arguments.Seed).Train(Rows.All(data), cancellationToken: cancellationToken);
    Directory.CreateDirectory(arguments.Out);
    var path = Path.Combine(arguments.Out, "heads.safetensors");
    shipped.Save(path, ModelCard.Metadata(data, arguments.Seed));
    Say($"{path}: folding and float16 move no prediction by more than {shipped.LargestShift(path, data, Rows.All(data)):F4}");
    HeldOutScores.WriteTable(Path.Combine(arguments.Out, "held-out.csv"), data, folds, heads, ridge);

    // 4. The rest of the card: whole sets left out, EmoBank's own split, the faster caption encoder, other pairings.
    var leftOut = validation.LeftOut(["musemo", "vgmidi"], OasisCategories(data, arguments), cancellationToken);
    var devIds = Datasets.EmoBank(Path.Combine(arguments.Data, "emobank"), "dev").Select(i => i.Id).ToHashSet();
    var published = validation.PublishedSplit(devIds, cancellationToken);
    var precision = arguments.Encoders.Roberta is null ? await PrecisionCost.MeasureAsync(data, folds[0], arguments, cancellationToken) : null;
    var pairings = new Dictionary<CaptionPairing, HeldOutScores>();
    foreach (var pairing in arguments.Compare ? Enum.GetValues<CaptionPairing>() : [])
        if (pairing == Recipe.Pairing) pairings[pairing] = heads.First(Recipe.ComparedFolds);
        else if (pairing != CaptionPairing.Worded || data.WordedCaptions.Count > 0)
            pairings[pairing] = validation.Heads(pairing, Recipe.ComparedFolds, cancellationToken);
    var card = new ModelCard(data, folds, heads, ridge, leftOut, published, pairings, precision, arguments.Seed);
    var template = arguments.Encoders.AllCompact ? "MODEL_CARD.template.md" : "OTHER_ENCODERS.template.md";
    OutputFile.Write(Path.Combine(arguments.Out, "MODEL_CARD.md"), card.Text(template));
    Say($"{arguments.Out}: heads.safetensors, MODEL_CARD.md");
    return 0;
}).RunAsync(args);

static IReadOnlyList<IGrouping<string, int>> OasisCategories(TrainingData data, Arguments arguments)
{
    var categories = new[] { "Animal", "Object", "Person", "Scenery" }
        .SelectMany(c => Datasets.Oasis(Path.Combine(arguments.Data, "oasis"), c).Select(i => (i.Id, c))).ToDictionary(i => i.Id, i => i.c);
    return [.. Enumerable.Range(0, data.Images.Count).GroupBy(r => categories[data.Images.Items[r].Id])];
}

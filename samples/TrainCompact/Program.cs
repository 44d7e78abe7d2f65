using System.Diagnostics;
using ConsoleProgram;
using Mmva.Data;
using TrainCompact;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    var watch = Stopwatch.StartNew();

    // 1. Every item once through its tower; the features are kept.
    var data = await new DataLoader(arguments).LoadAsync(cancellationToken);
    Console.WriteLine($"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts [{watch.Elapsed:mm\\:ss}]");

    // 2. Figures on what was held out: every fold once, beside ridge regression and the trivial predictor; then whole sets.
    var folds = Fold.Of(data, arguments.Seed);
    var validation = new CrossValidation(data, folds, arguments.Seed);
    var ridge = validation.Ridge();
    Console.WriteLine($"ridge regression is measured [{watch.Elapsed:mm\\:ss}]");
    var heads = validation.Heads(Recipe.Pairing, folds.Count, cancellationToken);
    Console.WriteLine(MetricsTable.Of(heads, ridge));
    Console.WriteLine($"heads are measured [{watch.Elapsed:mm\\:ss}]");

    // 3. The heads to ship: all data.
    var shipped = new HeadsTrainer(data, Recipe.Pairing, arguments.Seed).Train(Rows.All(data), cancellationToken: cancellationToken);
    Directory.CreateDirectory(arguments.Out);
    var path = Path.Combine(arguments.Out, "heads.safetensors");
    shipped.Save(path, ModelCard.Metadata(data, arguments.Seed));
    Console.WriteLine($"{path}: folding and float16 move no prediction by more than {shipped.LargestShift(path, data, Rows.All(data)):F4} [{watch.Elapsed:mm\\:ss}]");

    HeldOutPredictions.Write(Path.Combine(arguments.Out, "held-out.csv"), data, folds, heads, ridge);

    // 4. What else the card tells: sets left out, EmoBank's own split, the quicker caption tower, other pairings.
    var leftOut = validation.LeftOut(["musemo", "vgmidi"], OasisCategories(data, arguments), cancellationToken);
    var devIds = EmoBankDataset.Read(Path.Combine(arguments.Data, "emobank"), "dev").Select(i => i.Id).ToHashSet();
    var published = validation.PublishedSplit(devIds, cancellationToken);
    var precision = arguments.Roberta is not null ? null : await PrecisionCost.MeasureAsync(data, folds[0], arguments, cancellationToken);
    var pairings = new Dictionary<CaptionPairing, HeldOutScores>();
    if (arguments.Compare)
        foreach (var pairing in Enum.GetValues<CaptionPairing>())
            if (pairing == Recipe.Pairing) pairings[pairing] = heads.First(Recipe.ComparedFolds);
            else if (pairing != CaptionPairing.Worded || data.WordedCaptions.Count > 0) pairings[pairing] = validation.Heads(pairing, Recipe.ComparedFolds, cancellationToken);
    var card = new ModelCard(data, folds, heads, ridge, leftOut, published, pairings, precision, arguments.Seed);
    File.WriteAllText(Path.Combine(arguments.Out, "MODEL_CARD.md"), card.Text(arguments.AllCompact ? "MODEL_CARD.template.md" : "OTHER_ENCODERS.template.md"));
    Console.WriteLine($"{arguments.Out}: heads.safetensors, MODEL_CARD.md [{watch.Elapsed:mm\\:ss}]");
    return 0;
}).RunAsync(args);

static IReadOnlyList<IGrouping<string, int>> OasisCategories(TrainingData data, Arguments arguments)
{
    var categories = new[] { "Animal", "Object", "Person", "Scenery" }
        .SelectMany(c => OasisDataset.Read(Path.Combine(arguments.Data, "oasis"), c).Select(i => (i.Id, c))).ToDictionary(i => i.Id, i => i.c);
    return [.. Enumerable.Range(0, data.Images.Count).GroupBy(r => categories[data.Images.Items[r].Id])];
}

using System.Diagnostics;
using ConsoleProgram;
using Mmva.Data.Datasets;
using TrainCompact;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    var watch = Stopwatch.StartNew();

    // 1. Every item once through its tower; the features are kept.
    var data = await new DataLoader(arguments).LoadAsync(cancellationToken);
    Console.WriteLine($"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts [{watch.Elapsed:mm\\:ss}]");

    // 2. Figures on what was held out: every fold once, beside ridge regression and the trivial predictor.
    var folds = Fold.Of(data, arguments.Seed);
    var validation = new CrossValidation(data, folds, arguments.Seed);
    var ridge = validation.Ridge(folds.Count);
    Console.WriteLine($"ridge regression is measured [{watch.Elapsed:mm\\:ss}]");
    var heads = validation.Heads(Recipe.Pairing, folds.Count);
    Console.WriteLine($"heads are measured [{watch.Elapsed:mm\\:ss}]");

    // 3. The heads to ship: all data, as many epochs as were best on average.
    var epochs = (int)Math.Round(heads.Epochs.Average());
    var shipped = new HeadsTrainer(data, Recipe.Pairing, arguments.Seed).Train(Rows.All(data), epochs);
    Directory.CreateDirectory(arguments.Out);
    var path = Path.Combine(arguments.Out, "heads.safetensors");
    shipped.Save(path, ModelCard.Metadata(data, epochs, arguments.Seed));
    Console.WriteLine($"{path}: folding and float16 move no prediction by more than {shipped.LargestShift(path, data, Rows.All(data)):F4}");

    var devIds = EmoBankDataset.Read(Path.Combine(arguments.Data, "emobank"), "dev").Select(i => i.Id).ToHashSet();
    var published = validation.PublishedSplit(devIds, epochs);

    // 4. What the quicker compact caption tower would cost, what other pairings would have given, and the card.
    var precision = arguments.Roberta is not null ? null : await PrecisionCost.MeasureAsync(data, folds[0], epochs, arguments, cancellationToken);
    var pairings = new Dictionary<CaptionPairing, HeldOutScores>();
    if (arguments.Compare)
        foreach (var pairing in Enum.GetValues<CaptionPairing>()) pairings[pairing] = validation.Heads(pairing, Recipe.ComparedFolds);
    var tables = new ModelCard(data, heads, ridge, published, pairings, precision, epochs, arguments.Seed);
    File.WriteAllText(Path.Combine(arguments.Out, "MODEL_CARD.md"), tables.Text(arguments.AllCompact ? "MODEL_CARD.template.md" : "OTHER_ENCODERS.template.md"));
    Console.WriteLine(tables.Metrics());
    Console.WriteLine($"{arguments.Out}: heads.safetensors, MODEL_CARD.md [{watch.Elapsed:mm\\:ss}]");
    return 0;
}).RunAsync(args);

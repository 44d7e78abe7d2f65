using System.Diagnostics;
using System.Globalization;
using Mmva;
using TrainCompact;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    var watch = Stopwatch.StartNew();

    // 1. Every item once through its tower; the features are kept.
    var data = await new DataLoader(arguments).LoadAsync(stop.Token);
    Console.WriteLine($"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts [{watch.Elapsed:mm\\:ss}]");

    // 2. Figures on what was held out: every fold once, beside ridge regression and the trivial predictor.
    var folds = Fold.Of(data, arguments.Seed);
    var validation = new CrossValidation(data, folds, arguments.Seed);
    var ridge = validation.Ridge(folds.Count);
    Console.WriteLine($"ridge regression is measured [{watch.Elapsed:mm\\:ss}]");
    var heads = validation.Heads(Recipe.Pairing, folds.Count);
    Console.WriteLine($"heads are measured [{watch.Elapsed:mm\\:ss}]");
    var pairings = new Dictionary<CaptionPairing, HeldOutScores> { [Recipe.Pairing] = heads };
    if (arguments.Compare)
        foreach (var pairing in Enum.GetValues<CaptionPairing>().Where(p => p != Recipe.Pairing)) pairings[pairing] = validation.Heads(pairing, folds.Count);

    // 3. The heads to ship: all data, as many epochs as were best on average.
    var epochs = (int)Math.Round(heads.Epochs.Average());
    var shipped = new HeadsTrainer(data, Recipe.Pairing, arguments.Seed).Train(Rows.All(data), epochs);
    Directory.CreateDirectory(arguments.Out);
    shipped.Save(Path.Combine(arguments.Out, "heads.safetensors"), ModelCard.Metadata(data, epochs, arguments.Seed));

    // 4. What the quicker caption tower would cost, and the card.
    var precision = await PrecisionCost.MeasureAsync(data, folds[0], epochs, arguments, stop.Token);
    var tables = new ModelCard(data, heads, ridge, pairings, precision, epochs, arguments.Seed);
    File.WriteAllText(Path.Combine(arguments.Out, "MODEL_CARD.md"), tables.Text());
    Console.WriteLine(tables.Metrics());
    Console.WriteLine($"{arguments.Out}: heads.safetensors, MODEL_CARD.md [{watch.Elapsed:mm\\:ss}]");
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return 1;
}
catch (MmvaException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mmva.Data;
using Mmva.Fuzz.Engine;
using Mmva.Tasks;
using Mmva.Training;

namespace Mmva.Fuzz.Targets;

/// <summary>What training and feature caches leave in folders and read again.</summary>
internal static class TrainingTargets
{
    private static readonly EncoderMetadata Encoder = new("tiny", 1, 2, "MIT", "here", "1");

    private static readonly PromptSet Prompts = PromptSet.Parse("""{"templates":["a {x} song"],"candidates":{"x":["b","c"]}}"""u8.ToArray(),
        "prompts");

    private static readonly Lazy<MmvaTrainer> Trainer = new(Start);

    public static IEnumerable<FuzzTarget> All =>
    [
        new FileTarget("checkpoint", "training checkpoints", "a.checkpoint", path => Checkpoint.Read(Trainer.Value, path), path =>
        {
            Checkpoint.Write(Trainer.Value, path);
            return [File.ReadAllBytes(path)];
        }) { Text = true },
        new FileTarget("training-table", "log.csv of a training run", "log.csv", path =>
        {
            using var file = File.OpenRead(path);
            EpochTable.Read(path, file, 9);
        }, _ => [Encoding.ASCII.GetBytes(EpochTable.Header + "1,3,0.001,0.5,0.25,1,,2,0.5,1.250\n2,6,0.001,0.5,0.25,1,0.1,2,,1.250\n")])
            { Text = true },
        new ParserTarget("training-events", "event files of TensorBoard, with right checksums in half of them",
            bytes => EventFile.Read(new MemoryStream(bytes), 9), () =>
        [
            [
                .. EventRecord.Version(DateTimeOffset.UnixEpoch), .. EventRecord.Scalars(DateTimeOffset.UnixEpoch, 1, [("loss", 0.5), ("score", 1)]),
                .. EventRecord.Scalars(DateTimeOffset.UnixEpoch, 2, [("loss", 0.25)]),
            ],
        ]) { Repairing = FitChecksums },
        new FileTarget("training-identity", "run.json of a training run", "run.json",
            path => RunIdentity.Claim(Path.GetDirectoryName(path)!, Trainer.Value), path =>
        {
            var folder = Directory.CreateDirectory(path + ".run").FullName;
            RunIdentity.Claim(folder, Trainer.Value);
            return [File.ReadAllBytes(Path.Combine(folder, "run.json"))];
        }) { Text = true },
        new FileTarget("feature-cache", "FeatureCache: shards of features", Prefix + "-0123.features", path =>
        {
            var features = new FeatureCache(new() { Folder = Path.GetDirectoryName(path)! }).Open(Encoder);
            features.Dispose();
        }, path =>
        {
            var folder = Directory.CreateDirectory(path + ".cache").FullName;
            using (var shards = new FeatureShards(new() { Folder = folder }, Encoder))
                shards.Write([(new string('a', 64), new float[] { 1, 2 }), (new string('b', 64), new float[] { 3, 4 })]);
            return [File.ReadAllBytes(Directory.GetFiles(folder)[0])];
        }) { Text = true },
        new FileTarget("prompt-catalogue", "PromptCatalogue.Load, and the part of an interrupted run", "prompts.safetensors", path => Several.Run(
            () => PromptCatalogue.Load(path, Prompts).Nearest(new(0.5f, 0.5f)), () => Partial(path)), path =>
        {
            new PromptCatalogue(Prompts, [new(0.25f, 0.5f), new(1, 0)], "p").Save(path);
            return [File.ReadAllBytes(path), new byte[2 * 8 + 16]];
        }) { Text = true },
    ];

    private static string Prefix => $"tiny-{Convert.ToHexStringLower(SHA256.HashData("1"u8))[..16]}";

    private static void Partial(string path)
    {
        var copy = path + ".part";
        File.Copy(path, copy, overwrite: true);
        using var part = PartialCatalogue.OpenAsync(copy, default).Result;
        part.Read(Prompts.Count);
    }

    private static MmvaTrainer Start()
    {
        var options = new MmvaModelOptions { Image = new(1, 2), Music = new(1, 2), Caption = new(1, 2), EmbeddingWidth = 2, HiddenWidth = 2 };
        return new(new MmvaModel(options), new RandomMatching(Set(), Set(), Set(), similarity: new()),
            new() { BatchSize = 2, Epochs = 9, Threads = 1 });

        static LabeledFeatures Set() => new(
            new FeatureBatch(3, 1, 2, new float[] { 0, 1, 1, 0, 1, 1 }), [new(0, 1), new(1, 0), new(0.5f, 0.5f)]);
    }

    private static void FitChecksums(Span<byte> file)
    {
        while (file.Length >= 16)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(file);
            BinaryPrimitives.WriteUInt32LittleEndian(file[8..], EventRecord.Checksum(file[..8]));
            if (length > (ulong)file.Length - 16) return;
            BinaryPrimitives.WriteUInt32LittleEndian(file[(12 + (int)length)..], EventRecord.Checksum(file.Slice(12, (int)length)));
            file = file[(16 + (int)length)..];
        }
    }
}

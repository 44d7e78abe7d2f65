using System.Buffers.Binary;
using System.IO.Hashing;
using Mmva.Evaluation;
using Mmva.Encoders;
using Mmva.Fuzz.Engine;
using Mmva.WeightFiles;

namespace Mmva.Fuzz.Targets;

/// <summary>Files of weights: safetensors, models of this library, PyTorch checkpoints, indexes of shards.</summary>
internal static class WeightFileTargets
{
    private static readonly string[] HeaderWords =
    [
        "__metadata__", "dtype", "shape", "data_offsets", "F32", "F16", "BF16", "F64", "I8", "U8", "I16", "I32", "I64", "BOOL", "F8_E4M3", "[0,0]",
        "[]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
    ];

    private static readonly string[] PickleWords =
    [
        "\u0080\u0002", "}q\0", "(", ")", "t", "R", "u", "s", "e", ".", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n",
        "ccollections\nOrderedDict\n", "cos\nsystem\n", "\u0087", "\u0085", "\u0086", "K\u0001", "M\u0001\0", "J\u0001\0\0\0", "\u008a\u0008",
        "X\u0001\0\0\0a",
        "U\u0001a", "Q", "q\u0001", "h\u0001", "j\0\0\0\0", "r\0\0\0\0", "b", "0", "1", "2", "]", "a", "N", "\u0088", "\u0089", "\u0093", "\u0094",
        "\u0095",
    ];

    public static IEnumerable<FuzzTarget> All =>
    [
        new FileTarget("safetensors", "SafetensorsFile: header and every tensor", "a.safetensors", path =>
        {
            using var file = SafetensorsFile.Open(path);
            ReadAll(file.Tensors.Values);
        }, Safetensors) { Text = true, Dictionary = [.. HeaderWords.Select(System.Text.Encoding.UTF8.GetBytes)] , Repairing = FitHeader },
        new FileTarget("model", "MmvaModel.Load, ComparisonModel.Load: sizes in metadata, tensors", "a.mmva", path => Several.Run(
            () => MmvaModel.Load(path).PredictEmotion(Modality.Image, new FeatureBatch(1, 1, 3, new float[3])), () => ComparisonModel.Load(path)),
                Models)
        {
            Text = true, Repairing = FitHeader, Refusal = e => e is ArgumentException && e.StackTrace?.Contains("CheckShape",
                StringComparison.Ordinal) == true,
        },
        new FileTarget("pytorch", "PyTorch checkpoints, zip and legacy: directory, pickle, every tensor", "a.pt", path =>
        {
            using var weights = ModelWeights.OpenFile(path);
            ReadAll(weights.Tensors.Values);
        }, _ => Fixtures.All("Fixtures/checkpoints", "*.pt", 4000))
        {
            Dictionary = [.. PickleWords.Select(System.Text.Encoding.Latin1.GetBytes)], Repairing = FitChecksums,
        },
        new FileTarget("shard-index", "model.safetensors.index.json", "model.safetensors.index.json", path =>
        {
            using var weights = ModelWeights.Open(path);
            ReadAll(weights.Tensors.Values);
        }, _ =>
        [
            """
            {"metadata":{"total_size":16},
            "weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}
            """u8.ToArray(),
            """{"weight_map":{"a":"model-00001-of-00002.safetensors"}}"""u8.ToArray(),
        ])
        {
            Text = true,
            Beside = new Dictionary<string, byte[]> { ["model-00001-of-00002.safetensors"] = Shard("a"),
                ["model-00002-of-00002.safetensors"] = Shard("b") },
        },
    ];

    private static void ReadAll(IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            foreach (var value in tensor.Bytes.Span) if (value == 1) break;
            Several.Run(() => tensor.ToFloats(), () => tensor.ToInt64(), () => tensor.ToString());
        }
    }

    private static byte[] Shard(string name)
    {
        var header = System.Text.Encoding.UTF8.GetBytes($$$"""{"{{{name}}}":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""");
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[8]];
    }

    private static IEnumerable<byte[]> Safetensors(string path)
    {
        SafetensorsWriter.Write(path, [Tensor.FromFloats("a", [1, 2, 3, 4], 2, 2)], new Dictionary<string, string> { ["key"] = "value" });
        yield return File.ReadAllBytes(path);
        SafetensorsWriter.Write(path,
        [
            Tensor.FromInt64("ids", [1, 2], 2), Tensor.FromBytes("half", TensorType.Float16, new byte[4], 2), Tensor.FromFloats("none", [], 0, 3),
            Tensor.FromBytes("flags", TensorType.Boolean, new byte[3], 3), Tensor.FromFloats("one", [1]),
        ]);
        yield return File.ReadAllBytes(path);
        yield return Shard("x");
    }

    private static IEnumerable<byte[]> Models(string path)
    {
        var options = new MmvaModelOptions { Image = new(1, 3), Music = new(2, 2), Caption = new(1, 2), EmbeddingWidth = 2, HiddenWidth = 2 };
        new MmvaModel(options).Save(path);
        yield return File.ReadAllBytes(path);
        new MmvaModel(options with { SimilarityHead = false, Sigma = 0.2 }).Save(path, new Dictionary<string, string> { ["note"] = "x" });
        yield return File.ReadAllBytes(path);
        var comparison = new ComparisonModelOptions { Image = new(1, 3), Music = new(2, 2), EmbeddingWidth = 2, HiddenWidth = 2 };
        new ComparisonModel(ComparisonSystem.SpNet, comparison).Save(path);
        yield return File.ReadAllBytes(path);
    }

    // the length of the header up to its last brace
    private static void FitHeader(Span<byte> file)
    {
        if (file.Length < 9) return;
        var end = file.LastIndexOf((byte)'}');
        if (end >= 8) BinaryPrimitives.WriteInt64LittleEndian(file, end - 7);
    }

    // the checksums of a zip archive, of entries that are where its directory says
    private static void FitChecksums(Span<byte> file)
    {
        for (var at = 0; file[at..].IndexOf("PK\u0001\u0002"u8) is >= 0 and var found; at += 4)
        {
            at += found;
            if (file.Length - at < 46) return;
            var entry = file[at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), header = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
            if (header > file.Length - 30) continue;
            var local = file[(int)header..];
            var start = header + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
            if (start + length > file.Length) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], Crc32.HashToUInt32(file.Slice((int)start, (int)length)));
        }
    }
}

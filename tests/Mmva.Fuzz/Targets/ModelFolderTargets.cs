using System.Text;
using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;
using Mmva.Encoders.Graphs;
using Mmva.Fuzz.Engine;
using Mmva.WeightFiles;

namespace Mmva.Fuzz.Targets;

/// <summary>What else a folder of a model holds: configurations, and graphs of other people.</summary>
internal static class ModelFolderTargets
{
    private static readonly OnnxSessionOptions OneThread = new()
    {
        IntraOpThreads = 1, Configure = options => options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    public static IEnumerable<FuzzTarget> All =>
    [
        new FileTarget("model-config", "config.json and preprocessor_config.json of every tower", "config.json", path =>
        {
            var folder = Path.GetDirectoryName(path)!;
            var preprocessor = Path.Combine(folder, "preprocessor_config.json");
            if (!File.Exists(preprocessor)) File.CreateSymbolicLink(preprocessor, path);
            Several.Run(
                () => ClipConfig.ReadFolder(folder), () => MertConfig.Read(path).ToString(), () => BertConfig.Read(path),
                    () => BertConfig.Read(path, "roberta"),
                () => BartShape.Read(path), () => ClipPreprocessing.Read(folder, 48), () => MertPreprocessing.Read(folder, 24_000));
        }, _ =>
        [
            .. new[] { "clip-tiny", "mert-tiny", "bert-tiny", "roberta-tiny",
            "lp-music-caps" }.Select(name => Fixtures.Read("Fixtures", name, "config.json")),
            Fixtures.Read("Fixtures", "mert-tiny", "preprocessor_config.json"),
            """
            {"do_resize":true,"do_center_crop":true,"do_normalize":true,"do_rescale":true,"resample":3,"size":{"shortest_edge":48},
            "crop_size":{"height":48,"width":48},"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5]}
            """u8.ToArray(),
            """
            {"model_cfg":{"embed_dim":40,"quick_gelu":true,
            "vision_cfg":{"width":64,"layers":3,"image_size":48,"patch_size":8,"head_width":16}}}
            """u8.ToArray(),
        ]) { Text = true },
        new FileTarget("onnx", "OnnxImageEncoder, OnnxMusicEncoder, OnnxCaptionEncoder: load", "a.onnx", path =>
        {
            IDisposable? encoder = null;
            try
            {
                Several.Run(
                    () => encoder = OnnxImageEncoder.Load(path, new() { Session = OneThread }),
                    () => encoder ??= OnnxMusicEncoder.Load(path, new() { Session = OneThread }),
                    () => encoder ??= OnnxCaptionEncoder.Load(path, new() { Session = OneThread, Tokenize = _ => new([1], 1) }));
            }
            finally
            {
                encoder?.Dispose();
            }
        }, Graphs) { Dictionary = OperatorNames },
        new FileTarget("onnx-external-data", "names of external data in an .onnx file", "a.onnx", path => ExternalData.Of(path), path =>
            [.. Graphs(path), ExternalWeights()])
        { Dictionary = [.. OperatorNames, "location"u8.ToArray(), "../../x"u8.ToArray()], },
    ];

    private static IReadOnlyList<byte[]> OperatorNames =>
        [.. new[] { "MatMul", "Add", "If", "Loop", "Scan", "ReduceMean", "Slice", "Cast", "ai.onnx",
        "com.microsoft" }.Select(Encoding.UTF8.GetBytes)];

    private static IEnumerable<byte[]> Graphs(string path)
    {
        yield return Save(path, graph =>
        {
            var x = graph.Input("x", TensorType.Float32, Dimension.Batch, 3, 4, 4);
            graph.Output("means", graph.ReduceMean(x, [2, 3]), TensorType.Float32, Dimension.Batch, 3);
        });
        yield return Save(path, graph =>
        {
            var x = graph.Input("samples", TensorType.Float32, Dimension.Batch, "time");
            graph.Output("mean", graph.ReduceMean(x, [1], keepAxes: true), TensorType.Float32, Dimension.Batch, 1);
        });
        yield return Save(path, graph =>
        {
            var ids = graph.Input("input_ids", TensorType.Int64, Dimension.Batch, Dimension.Sequence);
            var mask = graph.Input("attention_mask", TensorType.Int64, Dimension.Batch, Dimension.Sequence);
            var sum = graph.Unsqueeze(graph.Cast(graph.Add(ids, mask), TensorType.Float32), 2);
            graph.Output("hidden", sum, TensorType.Float32, Dimension.Batch, Dimension.Sequence, 1);
        });
    }

    private static byte[] Save(string path, Action<GraphBuilder> write)
    {
        var builder = new GraphBuilder("test");
        write(builder);
        builder.Build().Save(path);
        return File.ReadAllBytes(path);
    }

    // a model of a graph of a tensor with {location: w.bin}
    private static byte[] ExternalWeights()
    {
        byte[] entry = [0x0A, 8, .. "location"u8, 0x12, 5, .. "w.bin"u8];
        byte[] tensor = [0x08, 1, 0x10, 1, 0x42, 1, (byte)'w', 0x6A, (byte)entry.Length, .. entry, 0x70, 1];
        byte[] graph = [0x2A, (byte)tensor.Length, .. tensor];
        return [0x08, 8, 0x3A, (byte)graph.Length, .. graph];
    }
}

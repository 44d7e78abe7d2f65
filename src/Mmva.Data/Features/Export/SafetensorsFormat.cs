using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Mmva.WeightFiles;

namespace Mmva.Data;

/// <summary>
/// <c>features</c> [n, layers, width] and <c>emotions</c> [n, 2], valence and arousal, which are NaN if they are not known. Safetensors has no texts:
/// ids are in the table next to it.
/// </summary>
internal sealed class SafetensorsFormat : IFeatureFormat
{
    private const int ReportEvery = 256;

    public string FileName => "features.safetensors";

    public string MediaType => "application/octet-stream";

    public string Description =>
        "safetensors: float32 tensors 'features' [rows, layers, width] and 'emotions' [rows, 2], valence and arousal, NaN if they are not known.";

    public IReadOnlyList<string> Columns => [];

    public Task WriteAsync(FeatureExport export, Stream output, IProgress<int> progress, CancellationToken cancellationToken)
    {
        var (count, shape) = (export.Count, export.Set.Shape);
        SafetensorsWriter.WriteHeader(
            output,
            [
                ("emotions", TensorType.Float32, [count, 2], 2L * sizeof(float) * count),
                ("features", TensorType.Float32, [count, shape.Layers, shape.Width], (long)sizeof(float) * count * shape.Layers * shape.Width),
            ],
            new Dictionary<string, string>(export.Metadata) { ["items"] = ItemsFormat.Name });
        Span<byte> emotion = stackalloc byte[2 * sizeof(float)];
        for (var row = 0; row < count; row++)
        {
            var item = export[row];
            BinaryPrimitives.WriteSingleLittleEndian(emotion, item.Valence ?? float.NaN);
            BinaryPrimitives.WriteSingleLittleEndian(emotion[sizeof(float)..], item.Arousal ?? float.NaN);
            output.Write(emotion);
        }
        for (var row = 0; row < count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(MemoryMarshal.AsBytes(export.Set.Features[row].Span));
            if ((row + 1) % ReportEvery == 0 || row == count - 1) progress.Report(row + 1);
        }
        return Task.CompletedTask;
    }
}

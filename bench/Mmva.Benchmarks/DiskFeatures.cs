using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Mmva.Files;
using Mmva.Training;
using Mmva.WeightFiles;

namespace Mmva.Benchmarks;

/// <summary>
/// Random features of the paper's sizes in files that both sides of a benchmark map into memory: image, music and caption.safetensors, each with one
/// tensor, <c>features</c> [items, layers, width] of float32.
/// </summary>
internal static class DiskFeatures
{
    /// <summary>Writes the files of a folder that are missing or of another size.</summary>
    public static void Write(string folder, MmvaModelOptions shapes, int items)
    {
        Directory.CreateDirectory(folder);
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var (path, shape) = (PathOf(folder, modality), shapes.ShapeOf(modality));
            if (File.Exists(path))
            {
                using var file = SafetensorsFile.Open(path);
                if (file.Tensors.TryGetValue("features", out var tensor) && tensor.Shape.SequenceEqual([items, shape.Layers, shape.Width])) continue;
            }
            Console.WriteLine($"writing {path}: {items} × {shape}");
            AtomicFile.Write(path, stream => Write(stream, items, shape, new((ulong)modality + 1)));
        }
    }

    /// <summary>Maps a file.</summary>
    public static FeatureBatch Map(SafetensorsFile file, FeatureShape shape)
    {
        var (values, row) = (file["features"].AsFloats(), shape.Layers * shape.Width);
        return FeatureBatch.FromRows(shape.Layers, shape.Width, Enumerable.Range(0, values.Length / row).Select(i => values.Slice(i * row, row)));
    }

    public static string PathOf(string folder, Modality modality) =>
        Path.Combine(folder, modality.ToString().ToLowerInvariant() + ".safetensors");

    private static void Write(FileStream stream, int items, FeatureShape shape, RandomSource random)
    {
        var bytes = (long)items * shape.Layers * shape.Width * sizeof(float);
        var header = $$$"""{"features":{"dtype":"F32","shape":[{{{items}}},{{{shape.Layers}}},{{{shape.Width}}}],"data_offsets":[0,{{{bytes}}}]}}""";
        header = header.PadRight((header.Length + 8 + 63) / 64 * 64 - 8); // the values begin on a cache line
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(header));
        var row = new float[shape.Layers * shape.Width];
        for (var i = 0; i < items; i++)
        {
            foreach (ref var value in row.AsSpan()) value = 2 * random.NextSingle() - 1;
            stream.Write(MemoryMarshal.AsBytes<float>(row));
        }
    }
}

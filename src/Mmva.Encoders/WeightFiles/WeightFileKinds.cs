using Mmva.Encoders.PyTorch;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Identifies weight files by their content, and names what people use instead by mistake.</summary>
internal static class WeightFileKinds
{
    private const int StartBytes = 512, TarMagicOffset = 257;
    private const string WayOut = "Use the model.safetensors or pytorch_model.bin that the model was published with "
        + "(an .onnx file is for OnnxImageEncoder and the like).";

    /// <exception cref="WeightFileException">The file cannot be read, or is of a kind that is not supported.</exception>
    public static WeightFileKind Of(string path)
    {
        var start = ModelFile.ReadStart(path, StartBytes);
        if (start.Length > 8 && start[8] == '{' && start.AsSpan(4, 4).SequenceEqual("\0\0\0\0"u8)) return WeightFileKind.Safetensors;
        if (start.AsSpan().StartsWith("PK\u0003\u0004"u8)) return WeightFileKind.PyTorchZip;
        if (start.AsSpan().StartsWith(PyTorchLegacyFile.Magic)) return WeightFileKind.PyTorchLegacy;
        var text = start.AsSpan().TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{"u8)) return WeightFileKind.ShardIndex;
        if (start.Length > 8 && start[8] == '{') return WeightFileKind.Safetensors; // of an impossible length, which its reader reports
        throw new WeightFileException(path, Refusal(start, text));
    }

    private static string Refusal(ReadOnlySpan<byte> start, ReadOnlySpan<byte> text)
    {
        if (start.StartsWith("GGUF"u8)) return $"is a GGUF file, whose weights are quantized. {WayOut}";
        if (start.StartsWith("version https://git-lfs"u8))
            return "is a Git LFS pointer, not the weights themselves: run 'git lfs pull' in its folder, or download the file.";
        if (text.StartsWith("<"u8)) return "is a web page, not weights: a download failed (often a login is missing).";
        if (start.Length > TarMagicOffset + 5 && start[TarMagicOffset..].StartsWith("ustar"u8))
            return "is a tar archive: PyTorch's format before 0.1.10 is not supported. "
                + "Load it in PyTorch and save it again with torch.save or as safetensors.";
        if (start.Length > 1 && start[0] == 0x80) return "is a pickle, but not a checkpoint that torch.save wrote.";
        return $"is neither safetensors, an index of shards nor a PyTorch checkpoint. {WayOut}";
    }
}

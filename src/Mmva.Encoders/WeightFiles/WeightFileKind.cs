namespace Mmva.Encoders;

/// <summary>The kind of a weight file, by its first bytes.</summary>
internal enum WeightFileKind
{
    Safetensors,
    ShardIndex,
    PyTorchZip,
    PyTorchLegacy,
}

namespace Mmva.Encoders;

/// <summary>What a weight file is by its first bytes.</summary>
internal enum WeightFileKind
{
    Safetensors,
    ShardIndex,
    PyTorchZip,
    PyTorchLegacy,
}

namespace Mmva.Numerics;

/// <summary>A vector of float32 lanes, so that a kernel is written once for all vector widths.</summary>
/// <remarks>
/// The runtime compiles a kernel separately for each implementation. Each lane performs the same operations in the same order at every width, so
/// results differ only by rounding, and not at all on machines with a fused multiply-add.
/// </remarks>
internal unsafe interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf value, float* target);

    static abstract TSelf Broadcast(float value);

    /// <summary>a × b + c, fused if the machine supports it.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    static abstract TSelf Divide(TSelf a, TSelf b);

    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The larger value of each lane; neither is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);
}

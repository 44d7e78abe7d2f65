namespace Mmva;

/// <summary>The arithmetic of a tower.</summary>
public enum Precision
{
    /// <summary>32-bit floating point throughout: equal to the reference implementation.</summary>
    Exact,

    /// <summary>
    /// 8-bit weights and activations in the linear layers that tolerate it: faster and smaller, with a small error in the features.
    /// </summary>
    Fast,
}

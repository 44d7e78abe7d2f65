namespace Mmva;

/// <summary>How a tower computes.</summary>
public enum Precision
{
    /// <summary>32-bit floating point throughout: equal to the reference implementation.</summary>
    Exact,

    /// <summary>8-bit weights and activations in the linear layers that bear it: quicker and smaller, at a small error in the features.</summary>
    Fast,
}

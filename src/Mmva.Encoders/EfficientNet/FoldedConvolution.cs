namespace Mmva.Encoders;

/// <summary>A convolution with its batch norm.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Shape">[out, in / groups, kernel, kernel].</param>
/// <param name="Weight">Of this shape.</param>
/// <param name="Bias">[out].</param>
/// <param name="Strides">Per axis.</param>
/// <param name="Pads">The start of each axis, then the end of each axis.</param>
/// <param name="Groups">1, or the channels of a depthwise convolution.</param>
/// <param name="Mean">What the batch norm makes the mean of each output over the training set.</param>
/// <param name="Deviation">And the standard deviation (of either sign).</param>
internal sealed record FoldedConvolution(
    string Path, int[] Shape, float[] Weight, float[] Bias, long[] Strides, long[] Pads, int Groups, float[] Mean, float[] Deviation);

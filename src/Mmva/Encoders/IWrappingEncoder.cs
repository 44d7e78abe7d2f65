namespace Mmva;

/// <summary>An encoder that gives the features of another, from a cache for example.</summary>
internal interface IWrappingEncoder<in TInput> : IModalityEncoder<TInput>
{
    /// <summary>The other encoder.</summary>
    IModalityEncoder<TInput> Inner { get; }
}

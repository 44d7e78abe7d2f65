namespace Mmva.Encoders;

/// <summary>How all encoders of this library run a call.</summary>
internal static class EncoderCall
{
    /// <summary>Checks the inputs and encodes them on the thread pool.</summary>
    /// <exception cref="ArgumentException">An input is null; the message contains its index.</exception>
    public static Task<FeatureBatch> RunAsync<TInput>(
        IReadOnlyList<TInput> inputs, Func<IReadOnlyList<TInput>, CancellationToken, FeatureBatch> encode, CancellationToken cancellationToken)
        where TInput : class
    {
        ArgumentNullException.ThrowIfNull(inputs);
        for (var i = 0; i < inputs.Count; i++)
            if (inputs[i] is null) throw new ArgumentException($"Input {i} of {inputs.Count} is null.", nameof(inputs));
        return Task.Run(() => encode(inputs, cancellationToken), cancellationToken);
    }
}

namespace Mmva;

/// <summary>Generates music from a prompt.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public interface IMusicGenerator
{
    /// <summary>Generates a piece of music.</summary>
    /// <param name="prompt">The description of the music; not empty.</param>
    /// <param name="duration">
    /// The requested duration, or <see langword="null"/> for the generator's default. The result may be shorter or longer.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Audio that has been decoded successfully.</returns>
    /// <exception cref="MusicGenerationException">No audio could be generated.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<GeneratedMusic> GenerateAsync(string prompt, TimeSpan? duration = null, CancellationToken cancellationToken = default);
}

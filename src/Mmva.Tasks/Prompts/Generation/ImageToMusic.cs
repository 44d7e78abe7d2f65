namespace Mmva;

/// <summary>Generates music that feels like an image: emotion, prompt and audio in one call.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
/// <param name="selector">Finds the prompt.</param>
/// <param name="generator">Generates the music.</param>
public sealed class ImageToMusic(IPromptSelector selector, IMusicGenerator generator)
{
    /// <summary>Generates music that feels like an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="duration">The requested duration, or <see langword="null"/> for the generator's default.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The music and its prompt.</returns>
    /// <exception cref="MusicGenerationException">No audio could be generated.</exception>
    /// <exception cref="MmvaException">No image encoder is registered, or the prompt catalogue is unavailable.</exception>
    public Task<MusicForImage> GenerateAsync(RgbImage image, TimeSpan? duration = null, CancellationToken cancellationToken = default) =>
        GenerateAsync([image], duration, cancellationToken);

    /// <summary>Generates music that feels like the frames of a video on average.</summary>
    /// <param name="frames">At least one frame.</param>
    /// <param name="duration">The requested duration, or <see langword="null"/> for the generator's default.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The music and its prompt.</returns>
    /// <exception cref="MusicGenerationException">No audio could be generated.</exception>
    /// <exception cref="MmvaException">No image encoder is registered, or the prompt catalogue is unavailable.</exception>
    public async Task<MusicForImage> GenerateAsync(
        IReadOnlyList<RgbImage> frames, TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        var match = (await selector.SelectAsync(frames, 1, cancellationToken).ConfigureAwait(false))[0];
        return new(match, await generator.GenerateAsync(match.Prompt.Text, duration, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>Music generated for an image.</summary>
/// <param name="Match">The prompt of the music, and its distance from the image.</param>
/// <param name="Music">The music.</param>
public sealed record MusicForImage(PromptMatch Match, GeneratedMusic Music);

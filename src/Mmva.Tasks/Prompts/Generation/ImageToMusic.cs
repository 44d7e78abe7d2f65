namespace Mmva;

/// <summary>From a picture to music that feels like it: place, prompt and sound in one call.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
/// <param name="selector">Finds the prompt.</param>
/// <param name="generator">Makes the music.</param>
public sealed class ImageToMusic(IPromptSelector selector, IMusicGenerator generator)
{
    /// <summary>Makes music that feels like a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="duration">How long the music shall be; null for the generator's default.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MusicGenerationException">There is no sound to be had.</exception>
    /// <exception cref="MmvaException">There is no encoder for images, or the catalogue of prompts cannot be had.</exception>
    public Task<MusicForImage> GenerateAsync(RgbImage image, TimeSpan? duration = null, CancellationToken cancellationToken = default) => GenerateAsync([image], duration, cancellationToken);

    /// <summary>Makes music that feels like the frames of a video on average.</summary>
    /// <param name="frames">At least one picture.</param>
    /// <param name="duration">How long the music shall be; null for the generator's default.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MusicGenerationException">There is no sound to be had.</exception>
    /// <exception cref="MmvaException">There is no encoder for images, or the catalogue of prompts cannot be had.</exception>
    public async Task<MusicForImage> GenerateAsync(IReadOnlyList<RgbImage> frames, TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        var match = (await selector.SelectAsync(frames, 1, cancellationToken).ConfigureAwait(false))[0];
        return new(match, await generator.GenerateAsync(match.Prompt.Text, duration, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>Music made for a picture.</summary>
/// <param name="Match">The prompt that it was made of, and how near that is to the picture.</param>
/// <param name="Music">The sound.</param>
public sealed record MusicForImage(PromptMatch Match, GeneratedMusic Music);

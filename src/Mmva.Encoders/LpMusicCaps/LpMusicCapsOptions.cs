using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options of <see cref="LpMusicCapsCaptioner"/>.</summary>
public sealed class LpMusicCapsOptions : TowerOptions
{
    /// <summary>
    /// The default of <see cref="TowerOptions.License"/>: both statements of the authors, which differ. Only the first is safe to rely on.
    /// </summary>
    public const string DefaultLicense = "CC-BY-NC-4.0 (readme of the project), MIT (model card)";

    /// <summary>The default of <see cref="TowerOptions.Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/seungheondoh/lp-music-caps";

    /// <summary>The default of <see cref="Beams"/>, that of LP-MusicCaps.</summary>
    public const int DefaultBeams = 5;

    /// <summary>The default of <see cref="MaxTokens"/>, that of LP-MusicCaps.</summary>
    public const int DefaultMaxTokens = 128;

    /// <summary>The default of <see cref="ChunksAtOnce"/>.</summary>
    public const int DefaultChunksAtOnce = 4;

    /// <summary>Creates the default options.</summary>
    public LpMusicCapsOptions() : base(DefaultLicense, DefaultSource)
    {
    }

    /// <summary>The name of the weight file in the folder.</summary>
    /// <value>
    /// The default is <see langword="null"/>: the first of <c>transfer.pth</c>, <c>supervised.pth</c>, <c>pretrain.pth</c>,
    /// <c>model.safetensors</c> and <c>pytorch_model.bin</c> that exists.
    /// </value>
    public string? WeightFile { get; set; }

    /// <summary>The width of the beam search; 1 is greedy search.</summary>
    /// <value>The default is 5; 1 to 32 are possible.</value>
    [Range(1, 32)]
    public int Beams { get; set; } = DefaultBeams;

    /// <summary>
    /// The number of tokens after which a caption is cut, with the token that starts the decoder and the two that enclose a text.
    /// </summary>
    /// <value>The default is 128; 4 to the positions of the decoder (1,024) are possible.</value>
    [Range(4, 1 << 16)]
    public int MaxTokens { get; set; } = DefaultMaxTokens;

    /// <summary>
    /// The ten-second chunks that are captioned together: faster than one by one, in about 50 MB of memory for each (at 5 beams and 128 tokens).
    /// </summary>
    /// <value>The default is 4; 1 to 64 are possible.</value>
    [Range(1, 64)]
    public int ChunksAtOnce { get; set; } = DefaultChunksAtOnce;
}

[OptionsValidator]
internal sealed partial class LpMusicCapsOptionsValidator : IValidateOptions<LpMusicCapsOptions>;

namespace Mmva.Encoders;

/// <summary>
/// The rules of <c>generate()</c> in Hugging Face transformers 4.26 that LP-MusicCaps inherits from the configuration of bart-base.
/// </summary>
/// <param name="Start">The token that starts the decoder.</param>
/// <param name="Begin">The token that begins a text (<c>&lt;s&gt;</c>).</param>
/// <param name="End">The token that ends a text.</param>
/// <param name="ForcedFirst">The token that must follow <paramref name="Start"/>, or <see langword="null"/> for any.</param>
/// <param name="ForcedLast">The token at the maximum length, or <see langword="null"/> for any.</param>
/// <param name="NoRepeat">No sequence of so many tokens occurs twice; 0 for no such rule.</param>
/// <param name="StopEarly">Whether the search ends with as many finished texts as it has beams, or only when none can become better.</param>
/// <param name="LengthPenalty">A finished text is rated by its log probability ÷ length ^ this.</param>
internal sealed record GenerationRules(
    int Start, int Begin, int End, int? ForcedFirst, int? ForcedLast, int NoRepeat, bool StopEarly, double LengthPenalty)
{
    /// <summary>LP-MusicCaps' own: no text ends before it has so many tokens, <see cref="Start"/> included.</summary>
    public const int MinTokens = 2;

    /// <summary>The rules in the configuration of facebook/bart-base.</summary>
    public static GenerationRules BartBase { get; } = new(2, 0, 2, 0, 2, 3, true, 1);

    /// <summary>Reads the rules; the defaults are those of transformers, not of bart-base.</summary>
    public static GenerationRules Read(ModelConfig file, int vocabulary)
    {
        int Token(string key, int fallback) => file.Integer(key, min: 0, max: vocabulary - 1, fallback: fallback);
        int? Forced(string key) => file.Contains(key) ? file.Integer(key, min: 0, max: vocabulary - 1) : null;
        var end = Token("eos_token_id", BartBase.End);
        return new(
            Token("decoder_start_token_id", end), Token("bos_token_id", BartBase.Begin), end, Forced("forced_bos_token_id"),
            Forced("forced_eos_token_id"), file.Integer("no_repeat_ngram_size", min: 0, max: 1024, fallback: 0),
            file.Boolean("early_stopping", false), file.Float("length_penalty", 1));
    }
}

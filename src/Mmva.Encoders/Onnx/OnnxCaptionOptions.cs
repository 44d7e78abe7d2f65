using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>
/// How captions become the inputs of an .onnx file: token ids [batch, tokens] and, if the file has them, <c>attention_mask</c> and
/// <c>token_type_ids</c>, all int64.
/// </summary>
public sealed class OnnxCaptionOptions : OnnxEncoderOptions
{
    /// <summary>
    /// Converts a caption to the token ids of the model, special tokens included. <see cref="BertTokenizer.FromVocabulary"/> serves uncased BERT
    /// models:
    /// <c>text => tokenizer.Tokenize(text, 256)</c>. It must be safe to call from several threads.
    /// </summary>
    /// <value>There is no default; a value is required.</value>
    [Required]
    public Func<string, TokenizedText>? Tokenize { get; set; }

    /// <summary>The name of the tokenizer; change it with the tokenizer, so that cached features of another are not used.</summary>
    /// <value>The default is empty.</value>
    [Required(AllowEmptyStrings = true)]
    public string TokenizerName { get; set; } = "";

    private protected override string Preprocessing => TokenizerName;
}

[OptionsValidator]
internal sealed partial class OnnxCaptionOptionsValidator : IValidateOptions<OnnxCaptionOptions>;

namespace Mmva.Encoders;

/// <summary>How captions become the inputs of an .onnx file: token ids [batch, tokens], and beside them, where the file has them, <c>attention_mask</c> and <c>token_type_ids</c>, all int64.</summary>
public sealed class OnnxCaptionOptions : OnnxEncoderOptions
{
    /// <summary>
    /// Turns a caption into the model's token ids, special tokens included. <see cref="BertTokenizer.FromVocabulary"/> serves uncased BERT models:
    /// <c>text => tokenizer.Tokenize(text, 256)</c>. It must be safe to call from several threads.
    /// </summary>
    public required Func<string, TokenizedText> Tokenize { get; set; }

    /// <summary>Names the tokenizer; change it with the tokenizer, so that cached features are not taken for those of another.</summary>
    /// <value>The default is empty.</value>
    public string TokenizerName { get; set; } = "";

    private protected override string Preprocessing => TokenizerName;
}

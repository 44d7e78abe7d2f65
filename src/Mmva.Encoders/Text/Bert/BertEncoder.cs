using Microsoft.Extensions.Options;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Encodes captions with a tokenizer and a BERT or RoBERTa: the common part of <see cref="MiniLmEncoder"/> and <see cref="RobertaEncoder"/>.
/// </summary>
/// <remarks>
/// Safe to use from several threads; dispose it when no encoding is in progress. The features of a caption do not depend on the rest of its batch.
/// An empty caption consists of special tokens only. A notice identifies captions that were truncated.
/// </remarks>
public abstract class BertEncoder : PretrainedEncoder<string>
{
    private readonly BertTower _tower;
    private readonly CaptionTokenizer _tokenizer;
    private readonly int _maxTokens;

    // disposes the tower if the rest does not fit it
    private protected BertEncoder(string name, BertTower tower, CaptionTokenizer tokenizer, int maxTokens, TowerOptions options)
        : base(tower, Describe(name, tower, tokenizer, maxTokens, options))
    {
        _tower = tower;
        _tokenizer = tokenizer;
        _maxTokens = maxTokens;
    }

    private protected override FeatureBatch Encode(IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        var (texts, notices) = Captions.Tokenize(inputs, caption => _tokenizer.Tokenize(caption, _maxTokens), _tokenizer.NoticeOf, cancellationToken);
        return new(inputs.Count, Metadata.Layers, Metadata.Width, _tower.Features(texts, cancellationToken), notices);
    }

    private protected override Term AddTo(GraphInput input, Graph tower)
    {
        var inputs = new Dictionary<string, GraphValue>
        {
            [BertGraph.InputIds] = input.Value.Value, [BertGraph.AttentionMask] = input.Mask.Value,
        };
        return new(input.Graph, input.Graph.Embed(tower, inputs, _tower.FeaturesName), TensorType.Float32);
    }

    private static EncoderMetadata Describe(string name, BertTower tower, CaptionTokenizer tokenizer, int maxTokens, TowerOptions options)
    {
        var config = tower.Config;
        Exception? misfit = null;
        if (tokenizer.MaxId >= config.Vocabulary)
            misfit = new WeightFileException(
                tokenizer.Path,
                $"has ids up to {tokenizer.MaxId}, but the model has {config.Vocabulary} tokens. Do the files belong to the same model?");
        else if (maxTokens < 2 || maxTokens > config.MaxTokens)
            misfit = new OptionsValidationException(
                Options.DefaultName, options.GetType(), [$"MaxTokens: {maxTokens} is not from 2 to {config.MaxTokens}, the limit of the model."]);
        if (misfit is null) return tower.Describe(name, config.Layers + 1, config.Width, options.License, options.Source, maxTokens);
        tower.Dispose();
        throw misfit;
    }
}

/// <summary>The tokenizer of a caption encoder.</summary>
/// <param name="Path">The file of its vocabulary.</param>
/// <param name="MaxId">The largest id.</param>
/// <param name="Tokenize">From a text and the number of tokens that it may have to its ids.</param>
/// <param name="NoticeOf">What a caller should know about a text, if anything; optional.</param>
internal sealed record CaptionTokenizer(string Path, int MaxId, Func<string, int, TokenizedText> Tokenize, Func<string, string?>? NoticeOf = null);

using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>Texts and their byte-level BPE ids; every case must be identical.</summary>
internal sealed class RobertaTokenizerKind : IGoldenKind
{
    public string Name => "roberta-tokenizer";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        if (options.Tokenizer is null) return [ParityRow.Skipped("cases", "--tokenizer FOLDER says where vocab.json and merges.txt lie")];
        var tokenizer = RobertaTokenizer.FromFolder(options.Tokenizer);
        return BertTokenizerKind.Compare(folder.Json(), text => tokenizer.Tokenize(text).Ids);
    }
}

using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>RoBERTa-base in full size, its weights made by formula: the class tokens of all hidden states.</summary>
internal sealed class RobertaFormulaKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "roberta-base-formula";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        using var model = FormulaFolder.Create(folder);
        using var tower = new BertTower(model.Path, Precision.Exact, pooling: TextPooling.ClassToken, modelType: "roberta");
        var (ids, mask, length) = (golden["input_ids"].ToInt64(), golden["attention_mask"].ToInt64(), golden["input_ids"].Shape[1]);
        int[][] texts = [.. Enumerable.Range(0,
            golden["input_ids"].Shape[0]).Select(row =>
                Enumerable.Range(row * length, length).Where(i => mask[i] != 0).Select(i => (int)ids[i]).ToArray())];
        yield return ParityRow.OfScale("class_tokens", tower.Features(texts), golden["class_tokens"].ToFloats(), Limit);
    }
}
